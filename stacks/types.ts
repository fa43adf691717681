/**
 * `npm run types:stacks`: type-checks sst.config.ts and the stacks, strictly, against SST's own sources.
 * Only our files are reported: plain `tsc` would hold SST's sources to our options too.
 */
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { prepareTypes } from "./types-prepare.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const configFile = join(root, "stacks", "tsconfig.json");

function readConfig(): ts.ParsedCommandLine {
  const parsed = ts.getParsedCommandLineOfConfigFile(
    configFile,
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: (diagnostic) => report([diagnostic]),
    },
  );
  if (!parsed) throw new Error(`cannot read ${relative(root, configFile)}`);
  return parsed;
}

function report(diagnostics: readonly ts.Diagnostic[]): void {
  const host = {
    getCanonicalFileName: (name: string) => name,
    getCurrentDirectory: () => root,
    getNewLine: () => "\n",
  };
  process.stderr.write(ts.formatDiagnostics(diagnostics, host));
}

function check(): readonly ts.Diagnostic[] {
  const { fileNames, options, errors } = readConfig();
  const program = ts.createProgram({
    rootNames: fileNames,
    options,
    configFileParsingDiagnostics: errors,
  });
  const own = fileNames.flatMap((name) => program.getSourceFile(name) ?? []);
  return [
    ...errors,
    ...program.getOptionsDiagnostics(),
    ...own.flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ]),
  ];
}

const started = performance.now();
const fetched = prepareTypes(root);
const diagnostics = check();
report(diagnostics);
const seconds = ((performance.now() - started) / 1000).toFixed(1);
process.stdout.write(
  `stacks: ${diagnostics.length} type errors, ${seconds} s${fetched ? " (first run: fetched SST's types)" : ""}\n`,
);
process.exitCode = diagnostics.length === 0 ? 0 : 1;
