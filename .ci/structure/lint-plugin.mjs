// The lint rule `structure/allowed-imports`: the table of `allowed-imports.mjs`, in the editor.
import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { allowedImports } from "../../allowed-imports.mjs";
import { refusal } from "./allowed.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));

const rule = {
  create(context) {
    const file = relative(root, context.filename).split(sep).join("/");
    const check = (node) => {
      if (typeof node.source?.value !== "string") return;
      const message = refusal(allowedImports, file, node.source.value);
      if (message) context.report({ message, node: node.source });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
      TSImportType: check,
    };
  },
};

export default { meta: { name: "structure" }, rules: { "allowed-imports": rule } };
