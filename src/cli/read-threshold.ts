import type { CheckedYaml } from '../engine/checked-yaml.ts';
import { severities } from '../findings/finding.ts';
import type { PathThreshold, RuleThreshold } from '../findings/gate.ts';
import { certainties } from '../graph/graph.ts';

/**
 * An entry of `thresholds`: `rule`, `severity` (default: any) and `at_most`; or `from`, `to`, `certainty` (default: confirmed) and
 * `at_most` of paths to administrator power.
 */
export function readThreshold(at: CheckedYaml): RuleThreshold | PathThreshold {
  const { rule, severity, from, to, certainty, at_most } = at.fields(['rule', 'severity', 'from', 'to', 'certainty', 'at_most'], 'key');
  const atMost = at_most?.number() ?? 0;
  if (!Number.isInteger(atMost) || atMost < 0) at_most?.fail('"at_most" must be a whole number, 0 or more');
  const place = `${at.file}:${at.line}`;
  if (rule !== undefined) {
    (from ?? to ?? certainty)?.fail('a threshold is for a "rule", or for paths "from" and "to", not for both');
    return { rule: rule.text(), atMost, place, ...(severity === undefined ? {} : { at: severity.oneOf(severities) }) };
  }
  if (from === undefined && to === undefined) at.fail('a threshold needs "rule", or "from" or "to" of paths');
  severity?.fail('paths have no severity; give "certainty"');
  return {
    from: from?.text() ?? '*',
    to: to?.text() ?? '*',
    certainty: certainty?.oneOf(certainties) ?? 'confirmed',
    atMost,
    place,
  };
}
