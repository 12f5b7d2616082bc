"""Settings of sign-in, sessions and cookies; SECURITY.md and docs/adr/0005-access.md say why."""

import json
import os

PUBLIC_ADDRESS = os.environ.get("JUNCTION_PUBLIC_ADDRESS", "http://localhost:8000").rstrip("/")
TLS = PUBLIC_ADDRESS.startswith("https://")

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": f"{VALIDATORS}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": f"{VALIDATORS}.CommonPasswordValidator"},
    {"NAME": f"{VALIDATORS}.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60

ACCOUNT_ADAPTER = "junction.people.adapters.AccountAdapter"
FORMS = "junction.people.forms.signing_in"
ACCOUNT_FORMS = {
    "login": f"{FORMS}.SignIn",
    "reset_password": f"{FORMS}.ForgottenPassword",
    "reset_password_from_key": f"{FORMS}.NewPassword",
    "change_password": f"{FORMS}.ChangePassword",
    "reauthenticate": f"{FORMS}.ConfirmByPassword",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# How often: for an IP address, for an address or number that is typed (key), for a person. What the library
# limits by itself (wrong passwords and codes, passkeys) stays as it sets it; SECURITY.md lists all.
ACCOUNT_RATE_LIMITS = {
    "reset_password": "20/m/ip,5/h/key",
    "ask_for_access": "20/m/ip,3/h/key",
    "invite": "20/m/user,500/d/user",
    "accept_invitation": "30/m/ip",
    "make_offer": "20/m/ip,200/d/ip",
    "state_need": "20/m/ip,300/d/ip",  # a shelter or a library is one address
    "need_link": "60/m/ip",
    "volunteer_code": "20/m/ip,5/h/key",
    "volunteer_try": "10/h/key",
    "volunteer_link": "60/m/ip",
    "need_code_word": "10/h/key",
    "check_letter": "20/m/ip,300/d/ip",  # a till checks many; who guesses codes is soon stopped
}
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation's link has proved the address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = (
    True  # an address we do not know gets a letter too, so nothing ends in silence
)
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if TLS else "http"

MFA_ADAPTER = "junction.people.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": f"{FORMS}.EnterCode",
    "reauthenticate": f"{FORMS}.ConfirmByCode",
    "activate_totp": f"{FORMS}.SetUpApp",
    "edit_webauthn": f"{FORMS}.RenamePasskey",
    "login_webauthn": f"{FORMS}.SignInByPasskey",
    "authenticate_webauthn": f"{FORMS}.EnterPasskey",
    "reauthenticate_webauthn": f"{FORMS}.ConfirmByPasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = os.environ.get("JUNCTION_NAME", "Junction")
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not TLS

# A council's own sign-in: JUNCTION_OPENID='[{"provider_id": "council", "name": "Trafford Council",
# "client_id": "...", "secret": "...", "settings": {"server_url": "https://login.example.gov.uk"}}]'
OPENID = json.loads(os.environ.get("JUNCTION_OPENID", "[]"))
SOCIALACCOUNT_ADAPTER = "junction.people.adapters.SocialAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": OPENID}} if OPENID else {}
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = "sign-in/organisation"
# By a link: browsers hold a form to our own address (form-action) also where its answer leads elsewhere.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # joins by an address that their sign-in has verified
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True

SESSION_ENGINE = "junction.core.sessions"
SESSION_COOKIE_AGE = 8 * 60 * 60  # one working day, then sign in again
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "__Host-session" if TLS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if TLS else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS
SECURE_CONTENT_TYPE_NOSNIFF = True
# How many proxies before us write X-Forwarded-For. Limits count by the address that they saw: without it
# everybody behind the proxy would share one limit.
TRUSTED_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("JUNCTION_TRUSTED_PROXIES", "0"))
# Set to 1 only behind a proxy that itself sets this header and drops what clients send.
if os.environ.get("JUNCTION_BEHIND_PROXY") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Rate limits must hold across processes, so they are counted in the database and not in each process.
# None is thrown away before it has expired, so that no stranger can flood limits in force out.
CACHES = {"default": {"BACKEND": "junction.core.cache.LimitsCache", "LOCATION": "people_cache"}}
