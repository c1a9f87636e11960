"""`Portkey` and `AsyncPortkey`: where calls are sent and with which key."""

from __future__ import annotations

import ipaddress
import os
import warnings
from collections.abc import Generator
from importlib.metadata import version
from typing import Any, NoReturn, Self, TypeVar

import httpx
from portkey_integrations_api import API_KEY_HEADER, BASE_URL

from .call import Call
from .errors import APIConnectionError, APITimeoutError, ConfigurationError
from .resources import (
    AsyncIntegrations,
    AsyncProviders,
    AsyncVirtualKeys,
    Integrations,
    Providers,
    VirtualKeys,
)
from .secret import Secret

T = TypeVar("T")
API_KEY_VARIABLE = "PORTKEY_API_KEY"
BASE_URL_VARIABLE = "PORTKEY_BASE_URL"
SECONDS = 30.0
"""The default timeout, as in other clients of this API."""


class _KeyAuth(httpx.Auth):
    """Adds the key when a request leaves, so that no client or call carries it in its headers."""

    def __init__(self, key: Secret) -> None:
        self._key = key

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers[API_KEY_HEADER] = self._key.reveal()
        yield request


class _Settings:
    """The key, the base URL and the timeout, checked."""

    def __init__(
        self, api_key: str | None, base_url: str | None, timeout: float | httpx.Timeout | None
    ) -> None:
        self.key = _checked_key(api_key or os.environ.get(API_KEY_VARIABLE) or "")
        self.base_url = _checked_base_url(base_url or os.environ.get(BASE_URL_VARIABLE) or BASE_URL)
        self.auth = _KeyAuth(self.key)
        self.timeout = timeout
        self.headers = {
            "accept": "application/json",
            "user-agent": f"portkey-integrations/{version('portkey-integrations')}",
        }

    def request(self, http: httpx.Client | httpx.AsyncClient, call: Call[Any]) -> httpx.Request:
        return http.build_request(
            **{**call.request, "url": self.base_url + call.path},
            headers=self.headers,
            timeout=self.timeout,
        )


class Portkey:
    """A client of the Integrations API.

        client = Portkey(api_key="…")
        print(client.virtual_keys.retrieve(slug="voyage-search"))

    Attributes:
        integrations: With `models` and `workspaces` below it.
        providers: Integrations as one workspace uses them.
        virtual_keys: The older view of providers.
    """

    def __init__(
        self,
        *,
        api_key: str | None = None,
        base_url: str | None = None,
        timeout: float | httpx.Timeout | None = SECONDS,
        http_client: httpx.Client | None = None,
    ) -> None:
        """
        Args:
            api_key: An organisation or workspace key; else the variable PORTKEY_API_KEY.
            base_url: Where the API is, version included; else the variable PORTKEY_BASE_URL, else the
                hosted one.
            timeout: Seconds for each of connecting, sending and receiving; None waits for ever.
            http_client: Sends the requests, for proxies, transports or certificates of your own. It is not
                closed with this client.

        Raises:
            ConfigurationError: There is no key, or the base URL cannot be used.
        """
        self._settings = _Settings(api_key, base_url, timeout)
        self._owns_client = http_client is None
        self._http = http_client or httpx.Client()
        self.integrations = Integrations(self)
        self.providers = Providers(self)
        self.virtual_keys = VirtualKeys(self)

    def send(self, call: Call[T]) -> T:
        """Send a call that `portkey_integrations.operations` describes; the resources do it for you.

        Raises:
            APIConnectionError: There is no answer.
            APIStatusError: The status is an error.
            InvalidResponseError: The answer is not what the contract says.
        """
        try:
            response = self._http.send(
                self._settings.request(self._http, call), auth=self._settings.auth, follow_redirects=False
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            failure = _failure(call, error)
        else:
            return call.read(response, self._settings.key)
        raise failure

    def close(self) -> None:
        """Close the connections, unless they belong to an `http_client` that was given."""
        if self._owns_client:
            self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Portkey {self._settings.base_url}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a client holds a key and connections and is not pickled")


class AsyncPortkey:
    """The same client, awaited: `await client.virtual_keys.retrieve(slug="voyage-search")`.

    Attributes:
        integrations: With `models` and `workspaces` below it.
        providers: Integrations as one workspace uses them.
        virtual_keys: The older view of providers.
    """

    def __init__(
        self,
        *,
        api_key: str | None = None,
        base_url: str | None = None,
        timeout: float | httpx.Timeout | None = SECONDS,
        http_client: httpx.AsyncClient | None = None,
    ) -> None:
        """As Portkey, with an httpx.AsyncClient."""
        self._settings = _Settings(api_key, base_url, timeout)
        self._owns_client = http_client is None
        self._http = http_client or httpx.AsyncClient()
        self.integrations = AsyncIntegrations(self)
        self.providers = AsyncProviders(self)
        self.virtual_keys = AsyncVirtualKeys(self)

    async def send(self, call: Call[T]) -> T:
        """As `Portkey.send`, awaited."""
        try:
            response = await self._http.send(
                self._settings.request(self._http, call), auth=self._settings.auth, follow_redirects=False
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            failure = _failure(call, error)
        else:
            return call.read(response, self._settings.key)
        raise failure

    async def close(self) -> None:
        """Close the connections, unless they belong to an `http_client` that was given."""
        if self._owns_client:
            await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"<AsyncPortkey {self._settings.base_url}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a client holds a key and connections and is not pickled")


def _failure(call: Call[Any], error: Exception) -> APIConnectionError:
    """Our exception for httpx's, which becomes its cause without the frames that hold headers and bodies."""
    kind = APITimeoutError if isinstance(error, httpx.TimeoutException) else APIConnectionError
    failure = kind(f"no answer: {type(error).__name__}: {error}", method=call.method, path=call.path)
    cause = type(error)(str(error))
    failure.__cause__ = cause
    return failure


def _checked_key(key: str) -> Secret:
    if not key:
        raise ConfigurationError(f"There is no key: give api_key, or set {API_KEY_VARIABLE}.")
    if not (key.isascii() and key.isprintable()) or key != key.strip():
        raise ConfigurationError("The key has characters that an HTTP header cannot carry.")
    return Secret(key)


def _checked_base_url(text: str) -> str:
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, TypeError):
        raise ConfigurationError("The base URL is not a URL.") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise ConfigurationError("The base URL must be an http or https URL with a host.")
    if url.userinfo:
        raise ConfigurationError(
            "The base URL has a user name or password, which are not used; take them out."
        )
    if url.query or url.fragment:
        raise ConfigurationError("The base URL must end with its path, without ? or #.")
    if url.scheme == "http" and not _is_loopback(url.host):
        warnings.warn(f"The key is sent unencrypted to {url.host}: its base URL is http.", stacklevel=4)
    return str(url).rstrip("/")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
