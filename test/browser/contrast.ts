/// <reference lib="dom" />
import type { Page } from 'playwright-core';

/** A text on the page, its colour on what is beneath it, and how they differ: 1 to 21 (https://www.w3.org/TR/WCAG22/#contrast-minimum). */
export interface Contrast {
  readonly text: string;
  readonly color: string;
  readonly beneath: string;
  readonly ratio: number;
  /** What is needed: large text needs less. */
  readonly needed: number;
}

/** Every visible text and placeholder that differs less than it has to, and the edges of fields and buttons. */
export function poorContrasts(page: Page): Promise<readonly Contrast[]> {
  return page.evaluate(() => {
    type Color = readonly [number, number, number, number];
    const read = (text: string): Color => {
      const [r = 0, g = 0, b = 0, a = 1] = (/\(([^)]*)\)/.exec(text)?.[1] ?? '').split(/[\s,/]+/).map(Number);
      return [r, g, b, a];
    };
    const over = ([r, g, b, a]: Color, [x, y, z]: Color): Color => [r * a + x * (1 - a), g * a + y * (1 - a), b * a + z * (1 - a), 1];
    const light = ([r, g, b]: Color): number => {
      const [x = 0, y = 0, z = 0] = [r, g, b].map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const beneath = (of: Element | null): Color => {
      if (of === null) return [255, 255, 255, 1];
      const own = read(getComputedStyle(of).backgroundColor);
      return own[3] === 1 ? own : over(own, beneath(of.parentElement));
    };
    const found: Contrast[] = [];
    const ask = (text: string, color: string, on: Color, needed: number): void => {
      const [x = 0, y = 0] = [light(over(read(color), on)), light(on)].sort((a, b) => b - a);
      const ratio = Math.round(((x + 0.05) / (y + 0.05)) * 100) / 100;
      if (ratio < needed) found.push({ text: text.slice(0, 40), color, beneath: on.slice(0, 3).join(' '), ratio, needed });
    };
    for (const of of document.querySelectorAll('body *')) {
      if (!of.checkVisibility({ contentVisibilityAuto: true }) || of.closest('[aria-hidden=true]') !== null) continue;
      const style = getComputedStyle(of);
      const size = Number.parseFloat(style.fontSize);
      const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
      const text = [...of.childNodes]
        .flatMap((n) => (n.nodeType === Node.TEXT_NODE ? [n.textContent ?? ''] : []))
        .join('')
        .trim();
      if (text !== '') ask(text, style.color, beneath(of), needed);
      if (of instanceof HTMLInputElement) ask(of.placeholder, getComputedStyle(of, '::placeholder').color, beneath(of), 4.5);
      if (of.matches('input, select, button') && Number.parseFloat(style.borderTopWidth) > 0)
        ask(`edge of ${of.tagName}`, style.borderTopColor, beneath(of.parentElement), 3);
    }
    return found;
  });
}
