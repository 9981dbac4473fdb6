import type { ESTree } from "vite";

type Node = ESTree.Node;

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value;

const childrenOf = (node: Node): Node[] => (Object.values(node) as unknown[]).flat().filter(isNode);

/** Returns true for code that can run later than the code around it. */
const isFunction = ({ type }: Node): boolean => /Function|PropertyDefinition/u.test(type);

/** Returns the variables in a pattern, or in the target of an assignment. */
function namesIn(target: Node | null): string[] {
  switch (target?.type) {
    case "Identifier":
      return [target.name];
    case "ObjectPattern":
      return target.properties.flatMap((property) =>
        namesIn(property.type === "Property" ? property.value : property),
      );
    case "ArrayPattern":
      return target.elements.flatMap(namesIn);
    case "AssignmentPattern":
      return namesIn(target.left);
    case "RestElement":
      return namesIn(target.argument);
    default:
      return [];
  }
}

const declaredNames = (node: Node): string[] =>
  node.type === "VariableDeclaration" ? node.declarations.flatMap(({ id }) => namesIn(id)) : [];

/** Returns the names that `var` declares in a function, at any depth. */
const varNames = (node: Node): string[] =>
  childrenOf(node).flatMap((child) => {
    if (isFunction(child)) return [];
    const isVar = child.type === "VariableDeclaration" && child.kind === "var";
    return [...(isVar ? declaredNames(child) : []), ...varNames(child)];
  });

/** Returns the names that are declared in the scope of the node, if it has one. */
function namesOfScope(node: Node): string[] {
  if (isFunction(node))
    return [
      ...("params" in node && Array.isArray(node.params) ? node.params.flatMap(namesIn) : []),
      ...(node.type === "FunctionExpression" ? namesIn(node.id) : []),
      ...varNames(node),
    ];
  if (node.type === "CatchClause") return namesIn(node.param);
  if (node.type === "ClassExpression") return namesIn(node.id);
  return childrenOf(node).flatMap((child) => {
    if (child.type === "FunctionDeclaration" || child.type === "ClassDeclaration")
      return namesIn(child.id);
    return child.type === "VariableDeclaration" && child.kind !== "var" ? declaredNames(child) : [];
  });
}

/** Returns the variables that the node itself assigns. */
function assignedBy(node: Node): string[] {
  switch (node.type) {
    case "AssignmentExpression":
    case "ForInStatement":
    case "ForOfStatement":
      return namesIn(node.left);
    case "UpdateExpression":
      return namesIn(node.argument);
    default:
      return [];
  }
}

/**
 * Returns those of the module's variables that a function assigns. They can change after the module
 * has run. A variable of the same name in an inner scope does not count.
 */
export function reassignedInFunctions(
  { body }: ESTree.Program,
  names: ReadonlySet<string>,
): Set<string> {
  const found = new Set<string>();
  const visit = (node: Node, visible: ReadonlySet<string>, isLater: boolean): void => {
    const declared = namesOfScope(node);
    const inner = new Set([...visible].filter((name) => !declared.includes(name)));
    const later = isLater || isFunction(node);
    if (later) for (const name of assignedBy(node)) if (inner.has(name)) found.add(name);
    for (const child of childrenOf(node)) visit(child, inner, later);
  };
  for (const statement of body) visit(statement, names, false);
  return found;
}
