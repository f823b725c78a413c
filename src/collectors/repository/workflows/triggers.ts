import type { Evidence } from '../../../inventory/evidence.ts';
import { shown } from '../secrets/detect.ts';
import { child, entriesOf, entry, textsOf, type YamlTree } from './yaml-tree.ts';

/** One event under `on:`. */
export interface Trigger {
  readonly event: string;
  /** Activity types; empty: all that the event has by default. */
  readonly types: readonly string[];
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  /** Any filter on branches, or on tags, stands there: a push to the other kind of ref does not run it. */
  readonly filtersBranches: boolean;
  readonly filtersTags: boolean;
  readonly evidence: Evidence;
}

/**
 * Events that people without write access can set off and that run with the repository's own token and secrets
 * (https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows). A plain
 * `pull_request` is not one: from a fork it gets a read-only token and no secrets.
 */
const untrustedEvents = new Set([
  'pull_request_target',
  'workflow_run',
  'issues',
  'issue_comment',
  'pull_request_review',
  'pull_request_review_comment',
  'pull_request_comment',
  'discussion',
  'discussion_comment',
  'fork',
  'watch',
  'gollum',
]);

/** Whether people without write access can set the event off. */
export function isUntrusted(event: string): boolean {
  return untrustedEvents.has(event);
}

/** Activity types that need triage or write access, so that a workflow run by nothing else has a gate before it. */
const triageTypes = new Set([
  'labeled',
  'unlabeled',
  'assigned',
  'unassigned',
  'milestoned',
  'demilestoned',
  'pinned',
  'unpinned',
  'locked',
  'unlocked',
  'transferred',
  'answered',
  'unanswered',
  'category_changed',
  'review_requested',
  'review_request_removed',
  'auto_merge_enabled',
  'enqueued',
  'dequeued',
]);

/** Whether every activity that sets the trigger off needs triage or write access (a label gate). */
export function needsTriage(trigger: Trigger): boolean {
  return trigger.types.length > 0 && trigger.types.every((type) => triageTypes.has(type));
}

/** The events under `on:`, whichever of its three shapes it has. */
export function readTriggers(tree: YamlTree): Trigger[] {
  const on = entry(tree.root, 'on');
  if (on === undefined) return [];
  if (on.value.kind === 'map') {
    return on.value.entries.map(({ key, value }) => ({
      event: shown(key.text),
      types: textsOf(child(value, 'types')),
      branches: textsOf(child(value, 'branches')),
      tags: textsOf(child(value, 'tags')),
      filtersBranches: entriesOf(value).some((e) => e.key.text.startsWith('branches')),
      filtersTags: entriesOf(value).some((e) => e.key.text.startsWith('tags')),
      evidence: tree.evidence(key),
    }));
  }
  const items = on.value.kind === 'list' ? on.value.items : [on.value];
  return items.flatMap((item) =>
    item.kind === 'scalar' && !item.isNull
      ? [
          {
            event: shown(item.text),
            types: [],
            branches: [],
            tags: [],
            filtersBranches: false,
            filtersTags: false,
            evidence: tree.evidence(item),
          },
        ]
      : [],
  );
}
