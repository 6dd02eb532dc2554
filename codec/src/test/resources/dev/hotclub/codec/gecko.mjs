// Prints what the Firefox Profiler's own command line makes of a file: each thread with its CPU time in ms,
// and its call tree as own samples by path. Arguments: folder with node_modules, file.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const [modules, file] = process.argv.slice(2);
const cli = path.join(modules, 'node_modules', '@firefox-devtools', 'profiler-cli', 'dist', 'profiler-cli.js');
const sessions = fs.mkdtempSync(path.join(os.tmpdir(), 'hotclub-gecko'));
const env = { ...process.env, PROFILER_CLI_SESSION_DIR: sessions, PROFILER_CLI_NO_SYMBOLICATE: '1', NO_COLOR: '1' };
const run = (...args) => execFileSync(process.execPath, [cli, ...args], { env, encoding: 'utf8', timeout: 60000 });

try {
  run('load', file);
  const meta = run('profile', 'meta');
  for (const line of meta.split('\n')) if (/^ {2}\S/.test(line)) console.log(`meta ${line.trim()}`);
  const { threads } = JSON.parse(run('thread', 'list', '--json'));
  threads.sort((a, b) => a.threadIndex - b.threadIndex);
  for (const thread of threads) {
    console.log(`thread ${thread.name} pid ${thread.pid} tid ${thread.tid} cpu ${thread.cpuMs}`);
    const args = ['thread', 'samples-top-down', '--json', '--include-idle', '--max-lines', '10000'];
    print(JSON.parse(run(...args, '--thread', thread.threadHandle)).regularCallTree, []);
  }
} finally {
  run('stop', '--all');
  fs.rmSync(sessions, { recursive: true });
}

function print(node, callers) {
  if (node.selfSamples > 0) console.log(`  ${node.selfSamples} ${callers.join(';')}`);
  for (const callee of node.children ?? []) print(callee, [...callers, callee.name]);
}
