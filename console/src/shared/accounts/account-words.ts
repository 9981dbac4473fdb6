const network = "You seem to be offline. Check your connection, then try again.";
const texts: Record<string, string> = {
  invalid_credentials: "Email and password don't match.",
  validation_failed: "Check the email address.",
  email_address_invalid: "Check the email address.",
  user_banned: "This account is blocked. Ask an admin of your team.",
  email_not_confirmed: "Confirm your email address first: we sent you an email.",
  weak_password: "This password is too weak.",
  password_too_long:
    "This password is too long. It can have 72 letters and digits. " +
    "Other characters, such as ä or €, count as two to four.",
  same_password: "This is your password already. Choose another one.",
  over_request_rate_limit: "That was too often. Wait a moment, then try again.",
  over_email_send_rate_limit: "An email was just sent. Wait a moment before you ask for another.",
  otp_expired: "This link has run out. Ask for a new one.",
  session_not_found: "This link has run out. Ask for a new one.",
  bad_jwt: "This link has run out. Ask for a new one.",
  access_denied: "This link has run out. Ask for a new one.",
  session_expired: "You were signed out meanwhile. Ask for a new link.",
  refresh_token_not_found: "You were signed out meanwhile. Ask for a new link.",
  refresh_token_already_used: "You were signed out meanwhile. Ask for a new link.",
  insufficient_aal:
    "Your account has a second factor. Enter the code that your authenticator app shows now.",
  no_authenticator_app:
    "Your account has a second factor that this page can't ask for. Change the password in the " +
    "app where you set the factor up, or ask an admin of your team.",
  mfa_verification_failed: "This code doesn't match. Enter the one that your app shows now.",
  mfa_challenge_expired: "That took too long. Enter the code that your app shows now.",
  mfa_verification_rejected: "This second factor is refused. Ask an admin of your team.",
  reauthentication_needed:
    "You signed in too long ago to choose a new password. Ask for a new link, and use it at once.",
  reauthentication_not_valid: "This code doesn't work. Ask for a new link.",
  current_password_required: "You need a new link to choose another password.",
  mfa_totp_verify_not_enabled:
    "Codes of authenticator apps are turned off here. Tell whoever runs this console.",
  user_sso_managed:
    "You sign in to this account with your company's sign-in page. Change the password there.",
  captcha_failed:
    "The sign-in service asks for a test that this page can't show. Tell whoever runs this console.",
  email_provider_disabled:
    "Signing in with a password is turned off here. Tell whoever runs this console.",
  network,
  service_unavailable: "The sign-in service doesn't answer. Try again in a minute.",
};

/** Returns the text for an error code of an account command. */
export const accountWords = (code: string): string =>
  (Object.hasOwn(texts, code) ? texts[code] : undefined) ??
  "That didn't work. Try again in a minute.";
