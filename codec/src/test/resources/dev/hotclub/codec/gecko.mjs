// Prints what the Firefox Profiler's own command line makes of a file: each thread with its CPU time in ms,
// and its call tree as own samples by path. Arguments: folder with node_modules, file.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const [modules, file] = process.argv.slice(2);
const cli = path.join(modules, 'node_modules', '@firefox-devtools', 'profiler-cli', 'dist', 'profiler-cli.js');
const sessions = fs.mkdtempSync(path.join(os.tmpdir(), 'hotclub-gecko'));
const env = { ...process.env, PROFILER_CLI_SESSION_DIR: sessions, PROFILER_CLI_NO_SYMBOLICATE: '1', NO_COLOR: '1' };
const run = (...args) => execFileSync(process.execPath, [cli, ...args], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

// What `load` does, but for its time limit of half a second, which a busy machine misses.
const daemon = spawn(process.execPath, [cli, '--daemon', file, '--session', 'hotclub'], { env, stdio: 'ignore' });
try {
  const { threads } = JSON.parse(await answer('thread', 'list', '--json'));
  for (const line of run('profile', 'meta').split('\n')) if (/^ {2}\S/.test(line)) console.log(`meta ${line.trim()}`);
  threads.sort((a, b) => a.threadIndex - b.threadIndex);
  for (const thread of threads) {
    console.log(`thread ${thread.name} pid ${thread.pid} tid ${thread.tid} cpu ${thread.cpuMs}`);
    const args = ['thread', 'samples-top-down', '--json', '--include-idle', '--max-lines', '10000'];
    print(JSON.parse(run(...args, '--thread', thread.threadHandle)).regularCallTree, []);
  }
} finally {
  daemon.kill('SIGKILL');
  fs.rmSync(sessions, { recursive: true });
}

// The first answer, as soon as the daemon gives one.
async function answer(...args) {
  const end = Date.now() + 60000;
  for (;;) {
    try {
      return run(...args);
    } catch (failed) {
      await new Promise(setImmediate);
      if (daemon.exitCode !== null || Date.now() > end) throw failed;
    }
  }
}

function print(node, callers) {
  if (node.selfSamples > 0) console.log(`  ${node.selfSamples} ${callers.join(';')}`);
  for (const callee of node.children ?? []) print(callee, [...callers, callee.name]);
}
