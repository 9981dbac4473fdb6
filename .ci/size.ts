// `npm run size`: checks the size limits of the built widget and the built console.
import { createSizeReport } from "./size/bundle-size.ts";
import { checkConsole } from "./size/console.ts";
import { checkWidget } from "./size/widget.ts";

const report = createSizeReport();
await checkWidget(report);
await checkConsole(report);
report.end();
