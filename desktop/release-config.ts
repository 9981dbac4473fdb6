import type { Configuration } from "electron-builder";

/** Reads the options of Azure Trusted Signing. It signs in with further AZURE_* variables. */
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
 * Configuration of a release: `electron-builder.yml` with signing. The build fails if it can't be
 * signed. Run `electron-builder --config desktop/release-config.ts`. On macOS electron-builder
 * reads CSC_LINK, APPLE_API_KEY and their like from the environment.
 */
const config: Configuration = {
  extends: "./electron-builder.yml",
  // On Linux there is nothing to sign.
  forceCodeSigning: process.platform !== "linux",
  ...(azureSignOptions === null ? {} : { win: { azureSignOptions } }),
};

export default config;
