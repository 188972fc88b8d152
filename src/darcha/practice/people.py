"""Invented people for the screens: names only, drawn by a given `Random`."""

from __future__ import annotations

from random import Random

_WOMEN = (
    "Hanifa Barno Nargiza Zulfiya Oydin Mohira Feruza Gavhar Sabohat Dilfuza Munira Lola Shoira Zebo Muhabbat Iroda "
    "Nodira Ra’no Saodat Yulduz Tamara Olga Svetlana Aysulu"
).split()
_MEN = (
    "Anvar Botir Davron Erkin Farhod Gʻayrat Hamid Ilhom Jahongir Komil Latif Murod Nodir Otabek Qodir Rustam Sardor "
    "Toʻlqin Ulugʻbek Yusuf Sergey Viktor Bakhyt"
).split()
_FAMILIES = (
    "Sobirov Karimov Yoʻldoshev Rahimov Tursunov Qodirov Ergashev Nazarov Xolmatov Mirzayev Olimov Saidov Ismoilov "
    "Joʻrayev Abdullayev Normatov Hasanov Usmonov Petrov Kim Ivanov Tojiyev"
).split()


def invented_name(*, sex: str, random: Random) -> str:
    """Return a name nobody in the centre's records needs to have: family name and given name."""
    family = random.choice(_FAMILIES)
    if sex == "F":
        given = random.choice(_WOMEN)
        return f"{family}a {given}" if family.endswith("v") else f"{family} {given}"
    return f"{family} {random.choice(_MEN)}"
