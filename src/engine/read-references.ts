import type { FrameworkReference } from '../findings/finding.ts';
import { benchmarks, controlId } from '../frameworks/cis.ts';
import { agenticFrameworks, type FrameworkKey, frameworkKeys, referenceIds, resolveReference } from '../frameworks/resolve.ts';
import type { CheckedYaml } from './checked-yaml.ts';
import { didYouMean } from './nearest.ts';
import { quoted } from './quoted.ts';

export type RuleReference = FrameworkReference & { readonly agentOnly: boolean };

/** Reads a rule's `maps`: framework -> ids, `cis` with benchmark and version, and whether agentic references always apply. */
export function readReferences(maps: CheckedYaml): readonly RuleReference[] {
  const fields = maps.fields([...frameworkKeys, 'agentic'], 'key');
  const always = fields.agentic?.oneOf(['always', 'agent-bound']) === 'always';
  const references: RuleReference[] = [];
  for (const framework of frameworkKeys) {
    const agentOnly = !always && agenticFrameworks.has(framework);
    for (const item of fields[framework]?.items() ?? []) {
      const reference = framework === 'cis' ? readControl(item) : readReference(framework, item);
      if (references.some((r) => r.framework === framework && r.id === reference.id))
        item.fail(`${framework} ${reference.id} is given twice`);
      references.push({ ...reference, agentOnly });
    }
  }
  return references;
}

function readReference(framework: FrameworkKey, item: CheckedYaml): FrameworkReference {
  const id = item.text();
  return resolveReference(framework, id) ?? item.fail(`unknown ${framework} id ${quoted(id)}${didYouMean(id, referenceIds(framework))}`);
}

function readControl(item: CheckedYaml): FrameworkReference {
  const fields = item.fields(['benchmark', 'version', 'control'], 'key');
  const benchmark = (fields.benchmark ?? item.fail('a CIS control needs "benchmark"')).oneOf(Object.keys(benchmarks));
  const versionAt = fields.version ?? item.fail('a CIS control needs "version"');
  const controlAt = fields.control ?? item.fail('a CIS control needs "control"');
  const known = benchmarks[benchmark];
  if (known === undefined) return item.fail(`unknown benchmark ${quoted(benchmark)}`);
  const version = versionAt.string();
  if (version !== known.version)
    versionAt.fail(`the controls known here are of CIS ${known.name} ${known.version}; got ${quoted(version)}`);
  const control = controlAt.string();
  return (
    resolveReference('cis', controlId(benchmark, version, control)) ??
    controlAt.fail(`unknown control ${quoted(control)} of CIS ${known.name} ${version}${didYouMean(control, Object.keys(known.controls))}`)
  );
}
