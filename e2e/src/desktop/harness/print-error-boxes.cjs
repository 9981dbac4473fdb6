// Prints error boxes instead of showing them, because they wait for a click. For tests, loaded with
// `-r`.
const { dialog } = require("electron");

dialog.showErrorBox = (title, text) => console.error(`error box: ${title}: ${text}`);
