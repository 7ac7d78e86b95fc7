"""Hashing of passwords with argon2, in two threads of their own: each hash takes a tenth of a second and 64 MiB."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHING_THREADS = 2


@dataclass(frozen=True)
class PasswordCost:
    """How much work one hash is; `memory_kib` is in KiB."""

    time_cost: int = 3
    memory_kib: int = 65_536
    parallelism: int = 4


FULL_COST = PasswordCost()


class Passwords:
    """The hashing of passwords at one cost. Tests set a lower `cost`; nothing else does."""

    def __init__(self, cost: PasswordCost = FULL_COST) -> None:
        self.cost = cost
        self._threads = ThreadPoolExecutor(max_workers=HASHING_THREADS, thread_name_prefix="argon2")

    async def hash(self, password: str) -> str:
        """Return the argon2 hash of a password."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, _hasher(self.cost).hash, password)

    async def matches(self, *, password_hash: str | None, password: str) -> bool:
        """Return whether the password belongs to the hash; without a hash the same work is done, and the answer is no."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._matches, password_hash, password)

    def _matches(self, password_hash: str | None, password: str) -> bool:
        try:
            _hasher(self.cost).verify(password_hash or _nobodys_hash(self.cost), password)
        except (VerificationError, InvalidHashError):
            return False
        return password_hash is not None


@lru_cache
def _hasher(cost: PasswordCost) -> PasswordHasher:
    return PasswordHasher(time_cost=cost.time_cost, memory_cost=cost.memory_kib, parallelism=cost.parallelism)


@lru_cache
def _nobodys_hash(cost: PasswordCost) -> str:
    return _hasher(cost).hash("the password of nobody")


PASSWORDS = Passwords()
