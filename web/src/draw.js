// Puts a layout on a canvas.

import { LIBRARY, OWN } from './tree.js';

/** Narrower bars have no room for a label that says anything. */
const NARROWEST_LABEL = 28;

/**
 * @typedef {object} Picture
 * @property {import('./view.js').View} view
 * @property {import('./layout.js').Layout} bars
 * @property {import('./palette.js').Paint} paint
 * @property {import('./palette.js').Theme} theme
 * @property {Uint8Array | null} matches by frame, while something is searched for
 * @property {ReadonlySet<number>} pinned frames
 * @property {number} hover bar or -1
 * @property {number} cursor bar or -1
 * @property {number} rowHeight
 * @property {boolean} upwards the root is the bottom row
 * @property {string} rootLabel
 */

/**
 * Draws the rows that can be seen.
 *
 * @param {CanvasRenderingContext2D} ctx scaled to CSS pixels
 * @param {Picture} picture
 * @param {{ width: number, height: number, scrollTop: number }} port
 * @returns {number} bars drawn
 */
export function draw(ctx, picture, port) {
  const { bars, rowHeight, theme } = picture;
  ctx.clearRect(0, 0, port.width, port.height);
  ctx.textBaseline = 'middle';
  let drawn = 0;
  for (let row = 0; row < bars.rows; row++) {
    const y = rowTop(row, bars.rows, rowHeight, picture.upwards) - port.scrollTop;
    if (y + rowHeight < 0 || y > port.height) continue;
    for (let bar = bars.rowStart[row]; bar < bars.rowStart[row + 1]; bar++) {
      drawBar(ctx, picture, bar, y);
      drawn++;
    }
  }
  outline(ctx, picture, port.scrollTop, picture.hover, theme.text, 1);
  outline(ctx, picture, port.scrollTop, picture.cursor, theme.accent, 2);
  return drawn;
}

/**
 * Distance of a row from the top of the whole picture.
 *
 * @param {number} row
 * @param {number} rows
 * @param {number} rowHeight
 * @param {boolean} upwards
 */
export function rowTop(row, rows, rowHeight, upwards) {
  return (upwards ? rows - 1 - row : row) * rowHeight;
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Picture} picture
 * @param {number} bar
 * @param {number} y
 */
function drawBar(ctx, picture, bar, y) {
  const { bars, view, paint, theme, matches, rowHeight } = picture;
  const x = bars.x[bar];
  const width = bars.width[bar];
  const inner = width > 3 ? width - 1 : width;
  const node = bars.node[bar];
  const height = rowHeight - 1;
  if (node < 0) {
    ctx.globalAlpha = 0.45;
    ctx.fillStyle = theme.muted;
    ctx.fillRect(x, y + height / 2 - 1, inner, 2);
    ctx.globalAlpha = 1;
    return;
  }
  const frame = view.frame[node];
  const matched = frame >= 0 && matches !== null && matches[frame] === 1;
  ctx.globalAlpha = matches === null || matched || frame < 0 ? 1 : 0.38;
  ctx.fillStyle = matched ? theme.accent : frame < 0 ? (theme.dark ? '#2b2b2a' : '#eeedea') : paint(frame).fill;
  ctx.fillRect(x, y, inner, height);
  if (frame >= 0 && picture.pinned.has(frame)) {
    ctx.globalAlpha = 1;
    ctx.fillStyle = theme.accent;
    ctx.fillRect(x, y + height - 3, inner, 3);
  }
  if (width >= NARROWEST_LABEL) {
    ctx.globalAlpha = matches === null || matched || frame < 0 ? 1 : 0.7;
    ctx.fillStyle = matched ? theme.onAccent : frame < 0 ? theme.text : paint(frame).ink;
    label(ctx, picture, frame, x, y + height / 2 + 0.5, inner);
  }
  ctx.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Picture} picture
 * @param {number} frame
 * @param {number} x
 * @param {number} y
 * @param {number} width
 */
function label(ctx, picture, frame, x, y, width) {
  const { frames } = picture.view;
  const name = frame < 0 ? picture.rootLabel : frames.name[frame];
  const strong = frame >= 0 && frames.origin[frame] === OWN;
  ctx.font = strong ? STRONG : PLAIN;
  const room = width - 8;
  const text = fit(ctx, name, room);
  ctx.fillText(text, x + 4, y);
  if (frame < 0 || text !== name || !frames.file[frame] || frames.origin[frame] > LIBRARY) return;
  const used = ctx.measureText(name).width + 8;
  const line = frames.line[frame] ? `:${frames.line[frame]}` : '';
  ctx.font = PLAIN;
  const file = frames.file[frame] + line;
  if (ctx.measureText(file).width > room - used) return;
  ctx.globalAlpha *= 0.66;
  ctx.fillText(file, x + 4 + used, y);
}

const FAMILY = 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';
const PLAIN = `12px ${FAMILY}`;
const STRONG = `600 12px ${FAMILY}`;

/**
 * The longest beginning of a text that fits, with an ellipsis where something is missing.
 *
 * @param {{ measureText(text: string): { width: number } }} ctx
 * @param {string} text
 * @param {number} room
 */
export function fit(ctx, text, room) {
  const width = ctx.measureText(text).width;
  if (width <= room) return text;
  let low = 0;
  let high = Math.min(text.length - 1, Math.ceil((text.length * room) / width) + 4);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (ctx.measureText(`${text.slice(0, middle)}…`).width <= room) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? '' : `${text.slice(0, low)}…`;
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Picture} picture
 * @param {number} scrollTop
 * @param {number} bar
 * @param {string} colour
 * @param {number} thick
 */
function outline(ctx, picture, scrollTop, bar, colour, thick) {
  const { bars, rowHeight } = picture;
  if (bar < 0 || bar >= bars.node.length) return;
  let row = 0;
  while (bars.rowStart[row + 1] <= bar) row++;
  const y = rowTop(row, bars.rows, rowHeight, picture.upwards) - scrollTop;
  ctx.strokeStyle = colour;
  ctx.lineWidth = thick;
  ctx.strokeRect(bars.x[bar] + thick / 2, y + thick / 2, Math.max(1, bars.width[bar] - 1 - thick), rowHeight - 1 - thick);
}
