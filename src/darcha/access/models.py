"""Employees (a first column or two; the room fills in the rest)."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models


class Employee(AbstractBaseUser):
    login = models.CharField(max_length=40, unique=True, help_text="The name to sign in with.")
    USERNAME_FIELD = "login"
