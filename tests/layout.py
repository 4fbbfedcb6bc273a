"""What is wrong with a page as it is laid out: functions of JavaScript to be evaluated in any browser.

Each returns a list of sentences, empty where all is well.
"""

COMMON = """
const told = e => `<${e.tagName.toLowerCase()} class="${e.getAttribute('class') || ''}"> “${e.textContent.trim().slice(0, 40)}”`;
const styles = new Map();
const style = e => styles.get(e) || styles.set(e, getComputedStyle(e)).get(e);
const ancestors = e => { const all = []; for (; e; e = e.parentElement) all.push(e); return all };
const forEyes = e => e.checkVisibility({visibilityProperty: true}) && !ancestors(e).some(a => style(a).clipPath === 'inset(50%)');
// The parts of a colour, and of the opaque colour that lies behind an element.
const parts = colour => colour.match(/[\\d.]+/g).map(Number);
const paper = e => parts((ancestors(e).map(a => style(a).backgroundColor).find(c => (parts(c)[3] ?? 1) > 0)) || 'rgb(255, 255, 255)');
const luminance = rgb => { const [r, g, b] = rgb.slice(0, 3).map(v => v / 255)
  .map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b };
const contrast = (one, other) => { const [a, b] = [luminance(one), luminance(other)].sort((x, y) => x - y); return (b + .05) / (a + .05) };
// The texts that eyes see: [text's element, its rectangles on the page].
const texts = () => { const found = [], range = document.createRange();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) { const node = walk.currentNode, e = node.parentElement;
    if (!node.data.trim() || !forEyes(e)) continue;
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter(box => box.width >= 1 && box.height >= 1);
    if (boxes.length) found.push([e, boxes]) }
  return found };
"""

FAULTS = (
    "() => {"
    + COMMON
    + """
const faults = [], root = document.documentElement;
if (root.scrollWidth > root.clientWidth) faults.push(`the page is ${root.scrollWidth} wide on ${root.clientWidth}`);
const hides = way => way === 'hidden' || way === 'clip', scrolls = way => way === 'auto' || way === 'scroll';
const pieces = [];
for (const [e, boxes] of texts()) {
  const block = ancestors(e).find(a => style(a).display !== 'inline');
  for (const {left, top, right, bottom} of boxes) {
    const seen = {left, top, right, bottom, block};
    let within = false;
    for (const a of ancestors(e)) {
      if (a === document.body) break;
      const x = style(a).overflowX, y = style(a).overflowY, box = x === 'visible' && y === 'visible' ? 0 : a.getBoundingClientRect();
      // A cell of a table, an inline box and the page itself hide nothing; what a region scrolls can be reached.
      if (!box || style(a).display === 'inline') continue;
      if (!within && hides(x) && (left < box.left - 1 || right > box.right + 1)) faults.push(`${told(a)} cuts ${told(e)} at its side`);
      if (!within && hides(y) && (top < box.top - 2 || bottom > box.bottom + 2)) faults.push(`${told(a)} cuts ${told(e)} above or below`);
      if (scrolls(x) || scrolls(y)) { within = true;
        seen.left = Math.max(seen.left, box.left); seen.right = Math.min(seen.right, box.right);
        seen.top = Math.max(seen.top, box.top); seen.bottom = Math.min(seen.bottom, box.bottom) }
    }
    if (!within && (left < -1 || right > root.clientWidth + 1)) faults.push(`${told(e)} leaves the page at its side`);
    if (seen.right - seen.left > 1 && seen.bottom - seen.top > 1) pieces.push(seen);
  }
  if (block instanceof HTMLElement) {
    const line = parseFloat(style(e).lineHeight), size = parseFloat(style(e).fontSize);
    if (line < 1.3 * size) faults.push(`${told(e)} has lines of ${line} px for letters of ${size} px: stacked marks collide`);
  }
}
pieces.sort((a, b) => a.top - b.top);
pieces.forEach((a, place) => {
  for (const b of pieces.slice(place + 1)) {
    if (b.top >= a.bottom) break;
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - b.top;
    if (a.block !== b.block && across > 2 && down > .3 * Math.min(a.bottom - a.top, b.bottom - b.top))
      faults.push(`${told(a.block)} lies under ${told(b.block)}`);
  }
});
const pen = document.createElement('canvas').getContext('2d');
for (const e of document.querySelectorAll('h1,h2,h3,h4,.name')) {
  pen.font = style(e).font;
  const {actualBoundingBoxAscent: up, actualBoundingBoxDescent: down} = pen.measureText('ẾẬỘỂẪgỵ');
  if (up + down > parseFloat(style(e).lineHeight)) faults.push(`${told(e)}: Ế, Ậ and Ộ are higher than a line`);
}
return [...new Set(faults)] }"""
)
"""Text that is cut, leaves the page or lies on other text; lines too low for stacked marks; sideways scrolling."""

TARGETS = (
    "() => {"
    + COMMON
    + """
const faults = [], all = [...document.querySelectorAll('a[href],button,summary,input,select')].filter(forEyes);
const boxes = all.map(e => e.getBoundingClientRect());
const small = boxes.map(box => box.width < 24 || box.height < 24);
const alone = e => style(e).display !== 'inline' || e.parentElement.innerText.trim() === e.innerText.trim();
all.forEach((e, place) => {
  const box = boxes[place], size = `${told(e)} is ${Math.round(box.width)} by ${Math.round(box.height)} px`;
  if (e.matches('nav a,.toolbar *') && (box.width < 43.9 || box.height < 43.9)) faults.push(size);
  if (!small[place] || !alone(e)) return;
  const x = box.x + box.width / 2, y = box.y + box.height / 2;
  const near = all.some((other, at) => { const b = boxes[at];
    const dx = Math.max(b.left - x, 0, x - b.right), dy = Math.max(b.top - y, 0, y - b.bottom);
    return other !== e && (Math.hypot(dx, dy) < 12 ||
      small[at] && Math.hypot(b.x + b.width / 2 - x, b.y + b.height / 2 - y) < 24) });
  if (near) faults.push(size + ', with another one beside it');
});
return faults }"""
)
"""Buttons of the toolbar and links of navigation under 44 px; others under 24 px that have no such room (WCAG 2.5.8)."""

WATCH_FOCUS = (
    "() => {"
    + COMMON
    + """
const all = [...document.querySelectorAll('a[href],button,summary,input,select,textarea,[tabindex="0"]')]
  .filter(e => e.checkVisibility() && e.tabIndex >= 0);
window.reached = []; window.unseen = [];
addEventListener('focusin', ({target: e}) => {
  styles.clear();
  const own = style(e), box = e.getBoundingClientRect();
  window.reached.push(all.indexOf(e));
  if (own.outlineStyle === 'none' || parseFloat(own.outlineWidth) < 2 ||
      contrast(parts(own.outlineColor), paper(e.parentElement)) < 3) window.unseen.push(`${told(e)} has no visible outline`);
  if (box.bottom <= 0 || box.top >= innerHeight) window.unseen.push(`${told(e)} is out of view`);
});
for (const e of document.querySelectorAll('body *'))
  if (style(e).order !== '0' || style(e).flexDirection.endsWith('reverse')) window.unseen.push(`${told(e)} is out of order`);
return all.length }"""
)
"""Number what the Tab key should reach, in order; `reached` and `unseen` then tell what it reached and what was not seen."""

PALE = (
    "() => {"
    + COMMON
    + """
const faults = texts().map(([e]) => e).filter(e => e instanceof HTMLElement && contrast(parts(style(e).color), paper(e)) < 4.5);
const bare = [...document.querySelectorAll('button')].filter(e => forEyes(e) && !parseFloat(style(e).borderTopWidth)
  && !style(e).backgroundColor);
return [...faults.map(e => `${told(e)} is pale`), ...bare.map(e => `${told(e)} has no edge`)] }"""
)
"""Text that does not stand out from what is behind it by 4.5:1."""

MOVING = """() => [...document.getAnimations().map(one => one.id || 'an animation'),
  ...[...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e);
    return s.scrollBehavior === 'smooth' || [s.transitionDuration, s.animationDuration].some(d => parseFloat(d) > .01) })
    .map(e => e.outerHTML.slice(0, 60))]"""
"""What moves by itself or is on its way."""
