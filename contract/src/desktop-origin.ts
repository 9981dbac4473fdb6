/** Origin of the desktop app's pages. The server allows exactly this origin of the scheme `app`. */
export const desktopOrigin = "app://console";
