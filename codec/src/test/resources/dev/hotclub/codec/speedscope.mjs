// Prints what speedscope's own importer makes of a file: for each profile its name, unit, total weight and
// the weight of each stack. Arguments: folder with node_modules, file.
//
// The released bundle is a page that shows itself; here it runs up to where it would, with its importer
// handed out instead.
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';

const [modules, file] = process.argv.slice(2);
const release = path.join(modules, 'node_modules', 'speedscope', 'dist', 'release');
const bundle = fs.readdirSync(release).find((name) => /^speedscope-.*\.js$/.test(name));
let code = fs.readFileSync(path.join(release, bundle), 'utf8');
const shows = code.lastIndexOf('console.log(`speedscope v');
const exported = /\(([\w$]+),\{[^{}]*importProfilesFromArrayBuffer:\(\)=>[\w$]+/.exec(code)?.[1];
const loaded = /=>\(([\w$]+)\(\),NAME\)/.source.replace('NAME', String(exported).replace('$', '\\$'));
const load = new RegExp(loaded).exec(code)?.[1];
if (shows < 0 || !exported || !load) throw new Error(`speedscope's bundle ${bundle} looks different`);
code = `${code.slice(0, shows)}globalThis.importer=(${load}(),${exported});})();`;

// A page that is never drawn: whatever it is asked, it answers with itself.
const page = new Proxy(function () {}, {
  get: (_, key) => (key === Symbol.toPrimitive ? () => '' : key === 'search' || key === 'hash' ? '' : page),
  apply: () => page,
  construct: () => page,
});
Object.assign(globalThis, { window: globalThis, document: page, location: { hash: '', href: '' } });
globalThis.addEventListener = globalThis.matchMedia = () => page;
const log = console.log;
console.log = console.warn = () => {};
try {
  vm.runInThisContext(code);
} catch (failed) {
  throw new Error(`speedscope does not start: ${failed.message}`);
}

const bytes = fs.readFileSync(file);
const name = path.basename(file);
const group = await globalThis.importer.importProfilesFromArrayBuffer(name, bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
log(`group ${group.name}`);
for (const profile of group.profiles) {
  const stacks = new Map();
  const open = [];
  let last = 0;
  const count = (value) => {
    const key = open.join(';');
    if (key && value > last) stacks.set(key, (stacks.get(key) ?? 0) + value - last);
    last = value;
  };
  profile.forEachCall(
    (node, value) => {
      count(value);
      open.push(`${node.frame.name} (${node.frame.file}:${node.frame.line})`);
    },
    (_, value) => {
      count(value);
      open.pop();
    },
  );
  log(`profile ${profile.getName()} ${profile.getWeightUnit()} ${rounded(profile.getTotalWeight())}`);
  for (const [stack, weight] of stacks) log(`  ${rounded(weight)} ${stack}`);
}

function rounded(weight) {
  return Math.round(weight * 1e6) / 1e6;
}
