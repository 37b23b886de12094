import ts from 'typescript';
import type { SourceFile } from './files.js';

/** A place in a file, for messages: `controller/x.ts:12 Date.now`. */
const told = (tree: ts.SourceFile, node: ts.Node, what: string): string =>
  `${tree.fileName}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1} ${what}`;

/** Asks every node of a file, comments and texts left out, and tells where the answer was a word. */
function findIn(
  { path, text }: SourceFile,
  ask: (node: ts.Node, tree: ts.SourceFile) => string | undefined,
): readonly string[] {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const what = ask(node, tree);
    if (what !== undefined) found.push(told(tree, node, what));
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

const bannedMembers = new Set(['Date.now', 'Math.random', 'process.env', 'performance.now']);
const bannedNames = new Set(['console', 'setTimeout', 'setInterval', 'setImmediate']);

/** Where a file takes time, randomness, the environment or the terminal from the air instead of from a parameter. */
export const takenFromTheAir = (file: SourceFile): readonly string[] =>
  findIn(file, (node, tree) => {
    if (ts.isPropertyAccessExpression(node)) {
      const name = `${node.expression.getText(tree)}.${node.name.text}`;
      return bannedMembers.has(name) ? name : undefined;
    }
    if (ts.isNewExpression(node) && node.expression.getText(tree) === 'Date')
      return (node.arguments ?? []).length === 0 ? 'new Date()' : undefined;
    return ts.isIdentifier(node) && bannedNames.has(node.text) && !isMemberName(node) ? node.text : undefined;
  });

/** A member of something else that only bears the name, such as `{ console: ... }` or `clock.setTimeout`. */
const isMemberName = (node: ts.Identifier): boolean => {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent)) return parent.name === node;
  return ts.isPropertyAccessExpression(parent) && parent.name === node && !isGlobal(parent.expression);
};

const isGlobal = (node: ts.Expression): boolean => ts.isIdentifier(node) && node.text === 'globalThis';

/** Where a file gives up types, or exports without a name. */
export const looseTypes = (file: SourceFile): readonly string[] =>
  findIn(file, (node) => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) return 'any';
    if (ts.isExportAssignment(node)) return 'default export';
    return node.kind === ts.SyntaxKind.DefaultKeyword && node.parent.kind !== ts.SyntaxKind.DefaultClause
      ? 'default export'
      : undefined;
  });

const skippers = new Set(['only', 'skip', 'todo', 'fails', 'skipIf', 'runIf']);

/** Where a test is left out, or leaves out the others. */
export const leftOut = (file: SourceFile): readonly string[] =>
  findIn(file, (node, tree) => {
    if (!ts.isPropertyAccessExpression(node) || !skippers.has(node.name.text)) return undefined;
    const name = node.getText(tree);
    return /^(?:describe|it|test|suite|bench)\b/.test(name) ? name : undefined;
  });

/** What a file imports: each specifier with the names that it takes from there. */
export function importsOf({
  path,
  text,
}: SourceFile): readonly { readonly from: string; readonly names: readonly string[] }[] {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
  return tree.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const { moduleSpecifier } = statement;
    if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return [];
    const bound = ts.isImportDeclaration(statement)
      ? statement.importClause?.namedBindings
      : statement.exportClause;
    const names =
      bound !== undefined && (ts.isNamedImports(bound) || ts.isNamedExports(bound))
        ? bound.elements.map(({ propertyName, name }) => (propertyName ?? name).text)
        : bound === undefined
          ? []
          : ['*'];
    return [{ from: moduleSpecifier.text, names }];
  });
}

/** The members of an interface, in their order; none if the file has no such interface. */
export function membersOf({ path, text }: SourceFile, name: string): readonly string[] {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
  return tree.statements.flatMap((statement) =>
    ts.isInterfaceDeclaration(statement) && statement.name.text === name
      ? statement.members.flatMap((member) => (member.name === undefined ? [] : [member.name.getText(tree)]))
      : [],
  );
}
