"""How often one address, and everybody together, may ask the read API."""

import zlib
from ipaddress import ip_address

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

# A program that takes every table of every province needs 70 calls; an office shares one address.
PER_ADDRESS = RateLimitItemPerMinute(240)
_PER_SERVER = RateLimitItemPerMinute(3000)
_DRAWERS = 65536  # addresses are counted in so many drawers and kept nowhere
WAIT_SECONDS = 60
_IPV6_SITE = 8  # bytes: whoever has one such address has all that begin with them

_limiter = SlidingWindowCounterRateLimiter(MemoryStorage())


def may_ask(address: str) -> bool:
    """Count one more call; whether it is within both budgets."""
    drawer = str(zlib.crc32(_site(address)) % _DRAWERS)
    return _limiter.hit(PER_ADDRESS, "address", drawer) and _limiter.hit(_PER_SERVER, "server")


def forget() -> None:
    """Begin to count anew."""
    _limiter.storage.reset()


def _site(address: str) -> bytes:
    try:
        return ip_address(address).packed[:_IPV6_SITE]
    except ValueError:  # a socket of the proxy has none
        return address.encode()
