"""`Portkey` and `AsyncPortkey`: where calls are sent, with which key and within which bounds.

Importing this module and making a client imports neither httpx nor the models; the first request does.
"""

from __future__ import annotations

import os
import sys
import time

from portkey_integrations_api import BASE_URL

from .errors import ConfigurationError, RequestError
from .secret import Secret, checked_key, is_secretive

TYPE_CHECKING = False  # type checkers know the name; typing's own is not worth its import
if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable
    from functools import cached_property as lazy
    from typing import Any, Generic, NoReturn, Self, TypeVar

    import httpx

    from .call import Call
    from .events import Event
    from .resources import (
        AsyncIntegrations,
        AsyncProviders,
        AsyncVirtualKeys,
        Integrations,
        Providers,
        VirtualKeys,
    )
    from .secret import AsyncSecretive, Secretive  # noqa: F401 - named in the bases below

    T = TypeVar("T")
    KeyT = TypeVar("KeyT")
    ClientT = TypeVar("ClientT")
    TransportT = TypeVar("TransportT")
else:
    KeyT = ClientT = TransportT = None

    class Generic:
        """Lets the classes below be subscripted, as type checkers need it."""

        def __class_getitem__(cls, parameters):
            return cls

    class lazy:  # noqa: N801 - functools.cached_property, whose import costs more than what it is for
        """An attribute that is made when it is first asked for."""

        def __init__(self, make):
            self._make = make
            self.__doc__ = make.__doc__

        def __get__(self, owner, kind=None):
            if owner is None:
                return self
            made = vars(owner)[self._make.__name__] = self._make(owner)
            return made


API_KEY_VARIABLE = "PORTKEY_API_KEY"
BASE_URL_VARIABLE = "PORTKEY_BASE_URL"
SECONDS = 30.0
"""The default timeout, as in other clients of this API."""
TOTAL_SECONDS = 120.0
RETRIES = 2
RESPONSE_BYTES = 64 * 1024 * 1024
ENDLESS = float("inf")


class Settings:
    """What a client is made of, checked; its attributes show no key."""

    def __init__(
        self,
        api_key: Any,
        base_url: str | None,
        timeout: float | httpx.Timeout | None,
        total_timeout: float | None,
        max_retries: int,
        max_response_bytes: int,
        on_event: Callable[[Event], object] | None,
        network: dict[str, Any],
        http: object,
    ) -> None:
        self.api_key = _checked_source(api_key or os.environ.get(API_KEY_VARIABLE) or "")
        named = "base_url" if base_url is not None else BASE_URL_VARIABLE
        given = base_url if base_url is not None else os.environ.get(BASE_URL_VARIABLE) or BASE_URL
        self.base_url = given if given == BASE_URL else _checked_base_url(named, given)
        self.phases = _checked_phases(timeout)
        self.total = ENDLESS if total_timeout is None else _seconds("total_timeout", total_timeout)
        self.max_retries = _whole("max_retries", max_retries, 0)
        self.max_response_bytes = _whole("max_response_bytes", max_response_bytes, 1)
        if on_event is not None and not callable(on_event):
            raise ConfigurationError(f"on_event must be a function, not {type(on_event).__name__}.")
        self.on_event = on_event
        if http is not None and network != {"proxy": None, "verify": True, "http2": False}:
            raise ConfigurationError(
                "proxy, verify and http2 are for the client that is made here; "
                "set them on the http_client or the transport that you give."
            )
        self.proxy, self.verify, self.http2 = network["proxy"], network["verify"], network["http2"]
        self.http: Any = http


class _Client(Generic[KeyT, ClientT, TransportT]):
    _asynchronous = False

    def __init__(
        self,
        *,
        api_key: KeyT | None = None,
        base_url: str | None = None,
        timeout: float | httpx.Timeout | None = SECONDS,
        total_timeout: float | None = TOTAL_SECONDS,
        max_retries: int = RETRIES,
        max_response_bytes: int = RESPONSE_BYTES,
        proxy: str | httpx.Proxy | None = None,
        verify: bool | str | ssl.SSLContext = True,
        http2: bool = False,
        http_client: ClientT | None = None,
        transport: TransportT | None = None,
        on_event: Callable[[Event], object] | None = None,
    ) -> None:
        """
        Args:
            api_key: An organisation or workspace key: a string, an object with `get_secret_value()`, or a
                function that gives either, which is asked for every attempt (AsyncPortkey awaits it where it
                is to be awaited). Else the variable PORTKEY_API_KEY.
            base_url: Where the API is, its path included (without a path: the contract's own, /v1). Else the
                variable PORTKEY_BASE_URL, else the hosted one.
            timeout: Seconds for each of connecting, sending, each wait for bytes, and waiting for a free
                connection; None for no bound but the total.
            total_timeout: Seconds for a whole call, retries and waits included; None for no bound.
            max_retries: How often a call that failed is sent again where that can help and do no harm.
            max_response_bytes: The largest body of an answer, decompressed.
            proxy: As httpx has it; else the variables HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY.
            verify: As httpx has it: True, False, or an ssl.SSLContext; or a path to certificates.
            http2: As httpx has it; needs the package h2.
            http_client: Sends the requests as it is, in the place of a client made here. It is not closed.
            transport: The same with a transport of httpx.
            on_event: Called with an `Event` after every attempt and before every wait; see `events`.

        Raises:
            ConfigurationError: There is no key, or an argument cannot be used; its name is in the message.
        """
        if http_client is not None and transport is not None:
            raise ConfigurationError("http_client and transport exclude each other: give one of them.")
        prefix = "Async" if self._asynchronous else ""
        _checked_kind("http_client", http_client, f"{prefix}Client")
        _checked_kind("transport", transport, f"{prefix}BaseTransport")
        self._settings = Settings(
            api_key,
            base_url,
            timeout,
            total_timeout,
            max_retries,
            max_response_bytes,
            on_event,
            {"proxy": proxy, "verify": verify, "http2": http2},
            http_client or transport,
        )
        self._closed = False

    def _start(self) -> float:
        if self._closed:
            raise ConfigurationError("This client is closed; make another one.")
        return time.monotonic()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._settings.base_url}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a client holds a key and connections and is not pickled or copied")


class Portkey(_Client["Secretive", "httpx.Client", "httpx.BaseTransport"]):
    """A client of the Integrations API.

        client = Portkey(api_key="…")
        print(client.virtual_keys.retrieve(slug="voyage-search"))

    Many threads may share one, and a forked process may go on with it: it makes connections of its own.
    """

    @lazy
    def integrations(self) -> Integrations:
        """Provider credentials of an organisation or a workspace, with `models` and `workspaces` below."""
        from .resources import Integrations

        return Integrations(self)

    @lazy
    def providers(self) -> Providers:
        """Integrations as one workspace uses them."""
        from .resources import Providers

        return Providers(self)

    @lazy
    def virtual_keys(self) -> VirtualKeys:
        """The older view of providers."""
        from .resources import VirtualKeys

        return VirtualKeys(self)

    @lazy
    def _connections(self) -> Any:
        from .transport import Connections

        return Connections(self._settings)

    def send(self, call: Call[T]) -> T:
        """Send a call that `portkey_integrations.operations` describes; the resources do it for you.

        Raises:
            APIConnectionError: There is no answer.
            APIStatusError: The status is an error.
            InvalidResponseError: The answer is not what the contract says.
            OutcomeUnknownError: A create's answer was lost, and a read of its slug did not settle the matter.
        """
        started = self._start()
        try:
            return self._attempt(call, 1, started + self._settings.total)
        except RequestError as error:
            if not (error.retryable and self._settings.max_retries):
                raise
            failure = error
        from .retries import Again, again

        return again(Again(self._settings, call, failure, started), self._attempt)

    def _attempt(self, call: Call[T], number: int, deadline: float) -> T:
        from .events import Observed

        with Observed(self._settings, call, number) as seen:
            answer = self._connections.exchange(call, deadline)
            seen.status = answer.status
            return call.read(answer)

    def close(self) -> None:
        """Close the connections, unless they belong to an `http_client` or a `transport` that was given."""
        self._closed = True
        if "_connections" in vars(self):
            self._connections.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


class AsyncPortkey(_Client["AsyncSecretive", "httpx.AsyncClient", "httpx.AsyncBaseTransport"]):
    """The same client, awaited: `await client.virtual_keys.retrieve(slug="voyage-search")`.

    Many tasks may share one, and each event loop that uses it has connections of its own.
    """

    _asynchronous = True

    @lazy
    def integrations(self) -> AsyncIntegrations:
        """Provider credentials of an organisation or a workspace, with `models` and `workspaces` below."""
        from .resources import AsyncIntegrations

        return AsyncIntegrations(self)

    @lazy
    def providers(self) -> AsyncProviders:
        """Integrations as one workspace uses them."""
        from .resources import AsyncProviders

        return AsyncProviders(self)

    @lazy
    def virtual_keys(self) -> AsyncVirtualKeys:
        """The older view of providers."""
        from .resources import AsyncVirtualKeys

        return AsyncVirtualKeys(self)

    @lazy
    def _connections(self) -> Any:
        from .transport import AsyncConnections

        return AsyncConnections(self._settings)

    async def send(self, call: Call[T]) -> T:
        """As `Portkey.send`, awaited."""
        started = self._start()
        try:
            return await self._attempt(call, 1, started + self._settings.total)
        except RequestError as error:
            if not (error.retryable and self._settings.max_retries):
                raise
            failure = error
        from .retries import Again, again_async

        return await again_async(Again(self._settings, call, failure, started), self._attempt)

    async def _attempt(self, call: Call[T], number: int, deadline: float) -> T:
        from .events import Observed

        with Observed(self._settings, call, number) as seen:
            answer = await self._connections.exchange(call, deadline)
            seen.status = answer.status
            return call.read(answer)

    async def close(self) -> None:
        """Close the connections, unless they belong to an `http_client` or a `transport` that was given."""
        self._closed = True
        if "_connections" in vars(self):
            await self._connections.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.close()


def _checked_source(key: Any) -> Secret:
    """A key, or what gives it, kept out of sight."""
    if isinstance(key, str) or not is_secretive(key):
        if key == "":
            raise ConfigurationError(f"There is no key: give api_key, or set {API_KEY_VARIABLE}.")
        return checked_key(key)
    return Secret(key)


def _checked_kind(name: str, given: object, kind: str) -> None:
    """Refuses what is not of a class of httpx, which is not imported for it: who gives one has done so."""
    httpx = sys.modules.get("httpx")  # not by the class's own word: some packages rename what they export
    if given is not None and not (httpx and isinstance(given, getattr(httpx, kind))):
        raise ConfigurationError(f"{name} must be an httpx.{kind}, not {type(given).__name__}.")


def _seconds(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < ENDLESS:
        raise ConfigurationError(f"{name} must be a number of seconds above 0, or None.")
    return float(value)


def _whole(name: str, value: Any, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise ConfigurationError(f"{name} must be a whole number of at least {least}.")
    return value


def _checked_phases(timeout: Any) -> dict[str, float | None]:
    phases = ("connect", "read", "write", "pool")
    if hasattr(timeout, "as_dict"):
        return {name: timeout.as_dict()[name] for name in phases}
    seconds = None if timeout is None else _seconds("timeout", timeout)
    return dict.fromkeys(phases, seconds)


def _checked_base_url(named: str, text: object) -> str:
    from urllib.parse import urlsplit

    if not isinstance(text, str):
        raise ConfigurationError(f"{named} must be a string, not {type(text).__name__}.")
    try:
        url = urlsplit(text)
        host, port = url.hostname, url.port
    except ValueError:
        raise ConfigurationError(f"{named} is not a URL.") from None
    if url.scheme not in ("http", "https") or not host:
        raise ConfigurationError(f"{named} must be an http or https URL with a host, e.g. {BASE_URL}.")
    if "@" in url.netloc:
        raise ConfigurationError(f"{named} has a user name or password, which are not used; take them out.")
    if "?" in text or "#" in text:
        raise ConfigurationError(f"{named} must end with its path, without ? or #.")
    if port == 0 or not text.isprintable() or any(one in ' \\<>"{}|^`' for one in text):
        raise ConfigurationError(f"{named} has a character or a port that a URL cannot have.")
    if not text.isascii():
        import httpx

        try:
            host = httpx.URL(text).raw_host.decode()
        except httpx.InvalidURL:
            raise ConfigurationError(f"{named} is not a URL.") from None
    if not all(one.isalnum() or one in "-._:" for one in host):
        raise ConfigurationError(f"{named} has a host with characters that a host cannot have.")
    if url.scheme == "http" and not _is_loopback(host):
        import warnings

        warnings.warn(f"The key is sent unencrypted to {host}: {named} is http.", stacklevel=5)
    path = url.path.rstrip("/") or urlsplit(BASE_URL).path
    return f"{url.scheme}://{url.netloc}{path}"


def _is_loopback(host: str) -> bool:
    import ipaddress

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
