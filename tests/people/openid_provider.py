"""An OpenID provider of django-oauth-toolkit on the loopback, run as a program of its own.

    python openid_provider.py PORT

Whoever comes is who their `X-Who` header says. A POST to /control says what is to go wrong, and
which client there is; everything else is the provider's own.
"""

from __future__ import annotations

import json
import sys
import threading
from types import ModuleType
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse

CLIENT, SECRET = "kundportal", "en hemlighet mellan servrar"
wrong: dict[str, object] = {}


def key_pair() -> str:
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return made.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def configure(port: int) -> None:
    here = sys.modules[__name__]
    settings.configure(
        SECRET_KEY="provider",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],  # of client secrets
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "oauth2_provider",
        ],
        MIGRATION_MODULES=dict.fromkeys(("auth", "contenttypes", "sessions", "oauth2_provider")),
        MIDDLEWARE=[f"{__name__}.whoever_they_say", f"{__name__}.as_bad_as_wanted"],
        TEMPLATES=[
            {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}
        ],
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_ISS_ENDPOINT": f"http://127.0.0.1:{port}",
            "OIDC_RSA_PRIVATE_KEY": key_pair(),
            "OAUTH2_VALIDATOR_CLASS": "validator.Validator",
            "SCOPES": {"openid": "openid", "profile": "profile", "email": "email"},
            "PKCE_REQUIRED": True,
        },
    )
    sys.modules["openid_provider"] = here
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    _make_validator()


def _make_validator() -> None:
    """The provider's own way to make ID tokens, then what is to be wrong with them."""
    from jwcrypto import jwk, jwt
    from oauth2_provider.oauth2_validators import OAuth2Validator

    class Validator(OAuth2Validator):
        oidc_claim_scope = None

        def get_additional_claims(self, request):
            return {"email": request.user.username, "email_verified": True}

        def get_id_token_dictionary(self, token, token_handler, request):
            claims, until = super().get_id_token_dictionary(token, token_handler, request)
            claims |= wrong.get("claims", {})
            return {name: value for name, value in claims.items() if value is not None}, until

        def finalize_id_token(self, id_token, token, token_handler, request):
            made = super().finalize_id_token(id_token, token, token_handler, request)
            if wrong.get("key") == "none":
                return f"eyJhbGciOiJub25lIn0.{made.split('.')[1]}."
            if wrong.get("key") or wrong.get("dropped"):
                return self.made_anew(made, request.client.jwk_key)
            return made

        def made_anew(self, made, key):
            """Without some of the claims, or signed by another key of the same name."""
            signed = jwt.JWT(jwt=made, key=key)
            claims = json.loads(signed.claims)
            for name in wrong.get("dropped", []):
                del claims[name]
            other = jwt.JWT(header=signed.token.objects["protected"], claims=claims)
            other.make_signed_token(
                jwk.JWK.from_pem(key_pair().encode()) if wrong.get("key") else key
            )
            return other.serialize()

    module = ModuleType("validator")
    module.Validator = Validator
    sys.modules["validator"] = module


def whoever_they_say(answer):
    def middleware(request: HttpRequest) -> HttpResponse:
        from django.contrib.auth.models import AnonymousUser, User

        name = request.headers.get("X-Who", "")
        request.user = User.objects.get_or_create(username=name)[0] if name else AnonymousUser()
        return answer(request)

    return middleware


def as_bad_as_wanted(answer):
    def middleware(request: HttpRequest) -> HttpResponse:
        bad = wrong.get("answers", {}).get(request.path)
        if bad is None:
            return answer(request)
        assert request.body is not None  # read: a connection closed on unread bytes is reset
        return HttpResponse(
            bad.get("body", ""), status=bad.get("status", 200), headers=bad.get("headers", {}),
            content_type=bad.get("type", "application/json"),
        )  # fmt: skip

    return middleware


def control(request: HttpRequest) -> HttpResponse:
    from oauth2_provider.models import Application

    wanted = json.loads(request.body)
    wrong.clear()
    wrong.update(wanted)
    if "callback" in wanted:
        Application.objects.update_or_create(
            client_id=CLIENT,
            defaults={
                "client_secret": SECRET,
                "redirect_uris": wanted["callback"],
                "client_type": "confidential",
                "authorization_grant_type": "authorization-code",
                "algorithm": "RS256",
                "skip_authorization": True,
            },
        )
    return HttpResponse()


def _urlpatterns() -> list:
    from django.urls import include, path
    from oauth2_provider.urls import base_urlpatterns, metadata_urlpatterns, oidc_urlpatterns

    patterns = [*base_urlpatterns, *metadata_urlpatterns, *oidc_urlpatterns]
    return [path("control", control), path("", include((patterns, "oauth2_provider")))]


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


if __name__ == "__main__":
    sys.modules["openid_provider"] = sys.modules["__main__"]
    configure(int(sys.argv[1]))
    urlpatterns = _urlpatterns()
    server = make_server("127.0.0.1", int(sys.argv[1]), get_wsgi_application(), handler_class=Quiet)
    print("ready", flush=True)
    # Ends with whoever started it.
    threading.Thread(target=lambda: (sys.stdin.read(), server.shutdown()), daemon=True).start()
    server.serve_forever()
