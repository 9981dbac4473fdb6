import type { Configuration } from "electron-builder";

/** What Azure Trusted Signing needs besides the AZURE_* variables by which it signs in. */
function azureSigning(environment: NodeJS.ProcessEnv) {
  const {
    AZURE_SIGN_PUBLISHER: publisherName,
    AZURE_SIGN_ENDPOINT: endpoint,
    AZURE_SIGN_PROFILE: certificateProfileName,
    AZURE_SIGN_ACCOUNT: codeSigningAccountName,
  } = environment;
  if (!publisherName || !endpoint || !certificateProfileName || !codeSigningAccountName)
    return null;
  return { publisherName, endpoint, certificateProfileName, codeSigningAccountName };
}

const azureSignOptions = azureSigning(process.env);

/**
 * A release: what `electron-builder.yml` says, signed or not made at all. `electron-builder
 * --config desktop/release-config.ts`; macOS takes CSC_LINK and APPLE_API_KEY … from the
 * environment by itself.
 */
const config: Configuration = {
  extends: "./electron-builder.yml",
  // On Linux there is nothing to sign.
  forceCodeSigning: process.platform !== "linux",
  ...(azureSignOptions === null ? {} : { win: { azureSignOptions } }),
};

export default config;
