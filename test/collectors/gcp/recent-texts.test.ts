import { describe, expect, it } from 'vitest';
import { RecentTexts } from '../../../src/collectors/gcp/recent-texts.ts';

const nameOf = (n: number): string => `serviceAccount:job-${n}@team-${n % 7}.iam.gserviceaccount.com`;

describe('texts that came lately', () => {
  it('finds what was made of one by an equal text', () => {
    const recent = new RecentTexts<{ readonly text: string }>();
    for (const text of ['', 's', 'allUsers', 'user:ann@corp.example', nameOf(1), 'roles/viewer']) {
      const one = { text };
      expect(recent.get(text)).toBeUndefined();
      recent.put(one);
      expect(recent.get([...text].join(''))).toBe(one);
    }
  });

  it('answers with no other, however many came', () => {
    const recent = new RecentTexts<{ readonly text: string }>();
    for (let n = 0; n < 20_000; n++) recent.put({ text: nameOf(n) });
    for (let n = 0; n < 20_000; n++) expect([undefined, nameOf(n)]).toContain(recent.get(nameOf(n))?.text);
    expect(recent.get(nameOf(19_999))?.text).toBe(nameOf(19_999));
  });
});
