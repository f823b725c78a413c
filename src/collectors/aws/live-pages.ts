import { RepeatedPage } from '../repeated-page.ts';
import { UnreadableAnswer } from './live-failure.ts';

/** More pages than the largest account has; only a server that never ends reaches it. */
const mostPages = 5000;

/** Fetches page after page. Throws UnreadableAnswer where the server hands out a marker or page twice, or never ends. */
export async function* eachPage<Page>(
  fetch: (marker: string | undefined) => Promise<Page>,
  nextMarker: (page: Page) => string | undefined,
): AsyncGenerator<Page> {
  const seen = new Set<string>();
  const repeated = new RepeatedPage();
  let marker: string | undefined;
  do {
    const page = await fetch(marker);
    yield page;
    marker = nextMarker(page);
    if (marker === undefined || marker === '') return;
    if (seen.has(marker)) throw new UnreadableAnswer(`the same page marker came twice, after ${seen.size + 1} pages`);
    if (repeated.isNext(page)) throw new UnreadableAnswer(`the same page came twice, after ${seen.size + 1} pages`);
    seen.add(marker);
  } while (seen.size < mostPages);
  throw new UnreadableAnswer(`no end after ${mostPages} pages`);
}

/** Runs a task for every item, at most `width` at a time. Results are in the order of the items. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  width: number,
  task: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = new Array(items.length);
  const queue = items.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await task(item, index);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, work));
  return results;
}
