// Which bars are where. Pure: a view and a width go in, rectangles come out.

/** A bar narrower than this cannot be seen, and leaving it out is what makes large profiles smooth. */
export const NARROWEST = 0.5;

/** More rows than any stack that a person scrolls through; CPython's own limit of recursion is 1,000. */
const MOST_ROWS = 5000;

/**
 * Bars row by row, and by x within a row. Where children of a node are too narrow to be seen, one bar
 * stands for all of them: its `node` is -1 - parent.
 *
 * @typedef {object} Layout
 * @property {number} rows
 * @property {Int32Array} rowStart `rows` + 1 indices of the first bar of each row
 * @property {Int32Array} node
 * @property {Float32Array} x pixels
 * @property {Float32Array} width pixels
 */

/**
 * Lays out what is below a node; the node itself fills the first row.
 *
 * @param {import('./view.js').View} view
 * @param {number} root
 * @param {number} width pixels
 * @returns {Layout}
 */
export function layout(view, root, width) {
  const node = [root];
  const x = [0];
  const w = [width];
  const rowStart = [0, 1];
  const scale = view.total[root] > 0 ? width / view.total[root] : 0;
  for (let row = 0; row < MOST_ROWS; row++) {
    for (let bar = rowStart[row]; bar < rowStart[row + 1]; bar++) {
      if (node[bar] >= 0) below(bar);
    }
    if (node.length === rowStart[row + 1]) break;
    rowStart.push(node.length);
  }
  return {
    rows: rowStart.length - 1,
    rowStart: Int32Array.from(rowStart), node: Int32Array.from(node), x: Float32Array.from(x), width: Float32Array.from(w),
  };

  /** @param {number} bar */
  function below(bar) {
    let at = x[bar];
    const children = view.children(node[bar]);
    for (let i = 0; i < children.length; i++) {
      const wide = view.total[children[i]] * scale;
      if (wide < NARROWEST) {
        let rest = 0;
        for (; i < children.length; i++) rest += view.total[children[i]] * scale;
        if (rest >= NARROWEST) put(-1 - node[bar], at, rest);
        return;
      }
      put(children[i], at, wide);
      at += wide;
    }
  }

  /**
   * @param {number} of
   * @param {number} left
   * @param {number} wide
   */
  function put(of, left, wide) {
    node.push(of);
    x.push(left);
    w.push(wide);
  }
}

/**
 * The bar of a row at a pixel, or -1.
 *
 * @param {Layout} bars
 * @param {number} row
 * @param {number} px
 */
export function barAt(bars, row, px) {
  if (row < 0 || row >= bars.rows) return -1;
  let low = bars.rowStart[row];
  let high = bars.rowStart[row + 1] - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (px < bars.x[middle]) high = middle - 1;
    else if (px >= bars.x[middle] + bars.width[middle]) low = middle + 1;
    else return middle;
  }
  return -1;
}

/**
 * The row of a bar.
 *
 * @param {Layout} bars
 * @param {number} bar
 */
export function rowOf(bars, bar) {
  let low = 0;
  let high = bars.rows - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (bars.rowStart[middle] <= bar) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * Where an arrow key leads: the bar above, the widest below, or the neighbour in the row.
 *
 * @param {Layout} bars
 * @param {number} bar
 * @param {'outer' | 'inner' | 'left' | 'right'} way
 * @returns {number} `bar` itself where there is none
 */
export function step(bars, bar, way) {
  const row = rowOf(bars, bar);
  const middle = bars.x[bar] + bars.width[bar] / 2;
  switch (way) {
    case 'outer': {
      const above = barAt(bars, row - 1, middle);
      return above < 0 ? bar : above;
    }
    case 'left':
      return bar > bars.rowStart[row] ? bar - 1 : bar;
    case 'right':
      return bar + 1 < bars.rowStart[row + 1] ? bar + 1 : bar;
    case 'inner': {
      if (row + 1 >= bars.rows) return bar;
      let widest = -1;
      for (let b = bars.rowStart[row + 1]; b < bars.rowStart[row + 2]; b++) {
        const centre = bars.x[b] + bars.width[b] / 2;
        const inside = centre >= bars.x[bar] && centre <= bars.x[bar] + bars.width[bar];
        if (inside && (widest < 0 || bars.width[b] > bars.width[widest])) widest = b;
      }
      return widest < 0 ? bar : widest;
    }
  }
}
