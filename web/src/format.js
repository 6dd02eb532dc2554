// Numbers and places as a person reads them.

/** Between a number and its unit. */
const THIN = '\u202f';

/**
 * @param {number} part
 * @param {number} whole
 */
export function percent(part, whole) {
  const share = whole > 0 ? (100 * part) / whole : 0;
  if (share > 0 && share < 0.01) return `<${THIN}0.01${THIN}%`;
  if (share >= 99.95) return `100${THIN}%`;
  return `${share === 0 ? '0' : share >= 10 ? share.toFixed(share >= 99 ? 1 : 0) : share.toPrecision(2)}${THIN}%`;
}

/** @param {number} n */
export function count(n) {
  return Math.round(n).toLocaleString('en-US');
}

/**
 * Two significant digits, three from 100 on: `31 ms`, `1.9 s`, `4 min 10 s`.
 *
 * @param {number} nanos
 */
export function duration(nanos) {
  if (nanos === 0) return `0${THIN}s`;
  if (nanos < 999.5) return `${digits(nanos)}${THIN}ns`;
  if (nanos < 999.5e3) return `${digits(nanos / 1e3)}${THIN}µs`;
  if (nanos < 999.5e6) return `${digits(nanos / 1e6)}${THIN}ms`;
  if (nanos < 119.5e9) return `${digits(nanos / 1e9)}${THIN}s`;
  const seconds = Math.round(nanos / 1e9);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours}${THIN}h ${minutes}${THIN}min` : `${minutes}${THIN}min ${seconds % 60}${THIN}s`;
}

/** @param {number} n */
function digits(n) {
  return n >= 99.5 ? String(Math.round(n)) : n >= 9.95 ? n.toFixed(0) : n.toFixed(1);
}

/**
 * A weight with its unit, and its time where the unit is samples.
 *
 * @param {number} value
 * @param {'samples' | 'nanoseconds' | 'bytes'} unit
 * @param {number} periodNanos
 */
export function weight(value, unit, periodNanos) {
  switch (unit) {
    case 'samples': {
      // A recording counts what its reader kept as samples: here a sample that lasted is many ticks of the clock.
      const ticks = `${count(value)} tick${value === 1 ? '' : 's'}`;
      return periodNanos > 0 ? `${duration(value * periodNanos)}, ${ticks}` : ticks;
    }
    case 'nanoseconds': return duration(value);
    case 'bytes': return bytes(value);
  }
}

/** @param {number} n */
function bytes(n) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  while (n >= 999.5 && unit < units.length - 1) {
    n /= 1000;
    unit++;
  }
  return `${unit === 0 ? Math.round(n) : digits(n)}${THIN}${units[unit]}`;
}

/**
 * `function (file:line)`.
 *
 * @param {string} name
 * @param {string} file
 * @param {number} line 0 where unknown
 */
export function place(name, file, line) {
  return file ? `${name} (${file}${line > 0 ? `:${line}` : ''})` : name;
}
