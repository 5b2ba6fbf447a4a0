// A change made elsewhere is seen to happen: what came or changed glows for a moment. Not for whoever wants it calm.
const calm = matchMedia('(prefers-reduced-motion: reduce)');

export function glow(element, { colour = '--accent-soft', asRing = false, lasts = 1400 } = {}) {
  if (calm.matches) return;
  const soft = getComputedStyle(document.documentElement).getPropertyValue(colour);
  const frames = asRing ? [{ boxShadow: `0 0 0 6px ${soft}` }, { boxShadow: '0 0 0 0 transparent' }] : [{ backgroundColor: soft }, {}];
  element.animate(frames, { duration: lasts, easing: 'ease-out' });
}
