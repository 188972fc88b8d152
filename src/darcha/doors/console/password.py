"""`darcha password LOGIN`: give an employee a password; the blueprint of a centre holds none."""

from __future__ import annotations

import argparse
import getpass
import sys

from darcha.access import actions, queries
from darcha.kernel.actor import system
from darcha.plumbing import clock


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the sub-command."""
    parser.add_argument("login", metavar="LOGIN", help="whose; the password is asked for, or read from standard input")


def run(options: argparse.Namespace) -> int:
    """Ask for the password twice at a terminal, else take the first line."""
    employee = queries.employee_by_login(login=options.login)
    if sys.stdin.isatty():
        password = getpass.getpass(f"Password for {employee.login}: ")
        if getpass.getpass("Once more: ") != password:
            print("The two differ; nothing was changed.", file=sys.stderr)
            return 1
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    actions.set_password(employee_id=employee.id, password=password, at=clock.now(), by=system("password"))
    print(f"{employee.login} signs in with it from now on; whoever was signed in by this name no longer is.")
    return 0
