"""What is wrong with a page as it is laid out: functions of JavaScript to be evaluated in any browser.

Each returns a list of sentences, empty where all is well.
"""

COMMON = r"""() => {
const names = e => [e.localName, e.id || e.getAttribute("class")].join(" ").trim();
const told = e => `<${names(e)}> “${e.textContent.trim().slice(0, 40)}”`;
const styles = new Map();
const style = e => styles.get(e) || styles.set(e, getComputedStyle(e)).get(e);
const px = text => parseFloat(text);
const ancestors = e => { const all = []; for (; e; e = e.parentElement) all.push(e); return all };
const forEyes = e => e.checkVisibility({visibilityProperty: true})
  && !ancestors(e).some(a => style(a).clipPath === 'inset(50%)');
// A colour's parts; the colour behind an element.
const parts = colour => colour.match(/[\d.]+/g).map(Number);
const opaque = colour => (parts(colour)[3] ?? 1) > 0;
const paper = e => parts(ancestors(e).map(a => style(a).backgroundColor).find(opaque) || 'rgb(255, 255, 255)');
const luminance = rgb => { const [r, g, b] = rgb.slice(0, 3).map(v => v / 255)
  .map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b };
const contrast = (one, other) => { const [a, b] = [one, other].map(luminance).sort((x, y) => x - y);
  return (b + .05) / (a + .05) };
// The texts that eyes see: [a text's element, its rectangles].
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
    COMMON
    + r"""
const faults = [], root = document.documentElement, pieces = [];
if (root.scrollWidth > root.clientWidth) faults.push(`the page is ${root.scrollWidth} wide on ${root.clientWidth}`);
const hides = way => way === 'hidden' || way === 'clip', scrolls = way => way === 'auto' || way === 'scroll';
const bounded = new Map();
// What may hide a part of an element, or scroll it: [that element, its style, its rectangle].
const bounds = e => bounded.get(e) || bounded.set(e, ancestors(e).filter(a => a !== document.body && a !== root
  && style(a).display !== 'inline' && (style(a).overflowX !== 'visible' || style(a).overflowY !== 'visible'))
  .map(a => [a, style(a), a.getBoundingClientRect()])).get(e);
for (const [e, boxes] of texts()) {
  const block = ancestors(e).find(a => style(a).display !== 'inline');
  for (const {left, top, right, bottom} of boxes) {
    const seen = {left, top, right, bottom, block};
    let within = false; // what a region scrolls can be reached
    for (const [a, {overflowX, overflowY}, box] of bounds(e)) {
      if (!within && (hides(overflowX) && (left < box.left - 1 || right > box.right + 1)
        || hides(overflowY) && (top < box.top - 2 || bottom > box.bottom + 2)))
        faults.push(`${told(a)} cuts ${told(e)}`);
      if (!scrolls(overflowX) && !scrolls(overflowY)) continue;
      within = true;
      seen.left = Math.max(seen.left, box.left); seen.right = Math.min(seen.right, box.right);
      seen.top = Math.max(seen.top, box.top); seen.bottom = Math.min(seen.bottom, box.bottom);
    }
    if (!within && (left < -1 || right > root.clientWidth + 1)) faults.push(`${told(e)} leaves the page at its side`);
    if (seen.right - seen.left > 1 && seen.bottom - seen.top > 1) pieces.push(seen);
  }
  if (block instanceof HTMLElement && px(style(e).lineHeight) < 1.3 * px(style(e).fontSize))
    faults.push(`${told(e)} has lines of ${style(e).lineHeight} for letters of ${style(e).fontSize}`);
}
pieces.sort((a, b) => a.top - b.top);
pieces.forEach((a, place) => {
  for (let at = place + 1; at < pieces.length && pieces[at].top < a.bottom; at++) {
    const b = pieces[at], across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - b.top;
    if (a.block !== b.block && across > 2 && down > .3 * Math.min(a.bottom - a.top, b.bottom - b.top))
      faults.push(`${told(a.block)} lies under ${told(b.block)}`);
  }
});
const pen = document.createElement('canvas').getContext('2d');
for (const e of [...document.querySelectorAll('h1,h2,h3,h4,.name')].filter(forEyes)) {
  const {fontWeight, fontSize, fontFamily, lineHeight} = style(e);
  pen.font = `${fontWeight} ${fontSize} ${fontFamily}`;
  const {actualBoundingBoxAscent: up, actualBoundingBoxDescent: down} = pen.measureText('ẾẬỘỂẪgỵ');
  // Measured in whole px.
  if (up + down > px(lineHeight) + 1) faults.push(`${told(e)}: Ế, Ậ and Ộ are higher than a line`);
}
return [...new Set(faults)] }"""
)
"""Text that is cut, leaves the page or lies on other text; lines too low for stacked marks; sideways scrolling."""

TARGETS = (
    COMMON
    + r"""
const faults = [], all = [...document.querySelectorAll('a[href],button,summary,input,select')].filter(forEyes);
const boxes = all.map(e => e.getBoundingClientRect()), middle = box => [box.x + box.width / 2, box.y + box.height / 2];
const under = (box, size) => box.width < size - .1 || box.height < size - .1;
const alone = e => style(e).display !== 'inline' || e.parentElement.innerText.trim() === e.innerText.trim();
all.forEach((e, place) => {
  const box = boxes[place], [x, y] = middle(box);
  const fault = `${told(e)} is ${Math.round(box.width)} by ${Math.round(box.height)} px`;
  if (e.matches('nav a,.toolbar *') && under(box, 44)) faults.push(fault);
  else if (under(box, 24) && alone(e) && boxes.some((other, at) => { const [p, q] = middle(other);
    const across = Math.max(other.left - x, 0, x - other.right), down = Math.max(other.top - y, 0, y - other.bottom);
    return at !== place && (Math.hypot(across, down) < 12 || under(other, 24) && Math.hypot(p - x, q - y) < 24) }))
    faults.push(`${fault}, with another one beside it`);
});
return faults }"""
)
"""Tools and links of navigation under 44 px; others under 24 px that have no such room around (WCAG 2.5.8)."""

WATCH_FOCUS = (
    COMMON
    + r"""
const all = [...document.querySelectorAll('a[href],button,summary,input,select,textarea,[tabindex="0"]')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && e.tabIndex >= 0);
window.reached = []; window.unseen = [];
addEventListener('focusin', ({target: e}) => {
  const {outlineStyle, outlineWidth, outlineColor} = getComputedStyle(e), box = e.getBoundingClientRect();
  window.reached.push(all.indexOf(e));
  if (outlineStyle === 'none' || px(outlineWidth) < 2 || contrast(parts(outlineColor), paper(e.parentElement)) < 3)
    window.unseen.push(`${told(e)} has no outline to be seen`);
  if (box.bottom <= 0 || box.top >= innerHeight) window.unseen.push(`${told(e)} is out of view`);
});
for (const e of document.querySelectorAll('body *'))
  if (style(e).order !== '0' || style(e).flexDirection.endsWith('reverse'))
    window.unseen.push(`${told(e)} is out of order`);
return all.length }"""
)
"""Count what the Tab key should reach; then `reached` has what it reached, by number, `unseen` what eyes missed."""

PALE = (
    COMMON
    + r"""
return texts().map(([e]) => e)
  .filter(e => e instanceof HTMLElement && contrast(parts(style(e).color), paper(e)) < 4.5)
  .map(e => `${told(e)} is pale`) }"""
)
"""Text that does not stand out from what is behind it by 4.5:1."""

MOVING = r"""() => [...document.getAnimations().map(one => one.id || 'an animation'),
  ...[...document.querySelectorAll('*')].filter(e => {
    const {scrollBehavior, transitionDuration: one, animationDuration: other} = getComputedStyle(e);
    return scrollBehavior === 'smooth' || [one, other].some(time => parseFloat(time) > .01) })
  .map(e => e.outerHTML.slice(0, 60))]"""
"""What moves by itself or gently."""
