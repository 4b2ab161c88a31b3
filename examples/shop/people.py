"""The shop's customers: invented, the same ones for the same seed."""

from dataclasses import dataclass
from random import Random

from examples.shop.material import read


@dataclass(frozen=True, slots=True)
class Person:
    """A customer. The phone number is of the range that is reserved for fiction, the e-mail domain for examples."""

    id: str
    name: str
    email: str
    phone: str

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


def people(count: int, rng: Random) -> list[Person]:
    names = read("people")
    pairs = [(first, last) for first in names["first_names"] for last in names["last_names"]]
    return [_person(number, first, last, rng) for number, (first, last) in enumerate(rng.sample(pairs, count), start=1)]


def _person(number: int, first: str, last: str, rng: Random) -> Person:
    email = (
        f"{first}.{last}{rng.choice(('', rng.randint(1, 99)))}@{rng.choice(('example.com', 'example.org', 'example.net'))}".lower()
    )
    return Person(f"c-{number:03}", f"{first} {last}", email, f"07700 900{rng.randint(0, 999):03}")
