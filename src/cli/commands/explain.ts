import { Chalk } from 'chalk';
import { titleOf } from '../../engine/compiled-rule.ts';
import { Condition } from '../../engine/condition.ts';
import { findRule } from '../../engine/configure-rules.ts';
import { typeOfPath } from '../../engine/fact-path.ts';
import type { Rule } from '../../engine/rule.ts';
import { runExamples } from '../../engine/run-examples.ts';
import { frameworkTitle } from '../../frameworks/resolve.ts';
import type { CommandIo } from '../command-io.ts';
import { loadRules } from '../load-rules.ts';

/** `nhi explain RULE`: everything a person needs to judge a finding of the rule, to fix it, or to argue with it. */
export function explainRule(name: string, { folders = [] }: { readonly folders?: readonly string[] }, io: CommandIo): number {
  const rule = findRule(loadRules({ folders }), name);
  const color = new Chalk({ level: io.color ? 1 : 0 });
  const width = Math.min(io.width ?? 100, 100);
  const heading = (text: string): void => io.out(`\n${color.bold(text)}\n`);
  const paragraph = (text: string): void =>
    io.out(
      `${wrap(text, width - 2)
        .map((line) => `  ${line}\n`)
        .join('')}`,
    );
  const verbatim = (text: string): void =>
    io.out(
      `${text
        .split('\n')
        .map((line) => `  ${line}\n`)
        .join('')}`,
    );

  io.out(`${color.bold(titleOf(rule))}\n${rule.id}, ${rule.severity}, confidence ${rule.confidence}\n`);
  heading('Why');
  paragraph(rule.why);

  heading('Logic');
  paragraph(`Asked of every ${rule.subject}${rule.kinds.length === 0 ? '' : ` of kind ${rule.kinds.join(' or ')}`}. Flagged when:`);
  verbatim(`  ${rule.when}`);
  for (const { when, severity } of rule.escalate) verbatim(`Raised to ${severity} when:\n  ${when}`);
  for (const { when, severity } of rule.lower) verbatim(`No more than ${severity} when:\n  ${when}`);
  for (const [parameter, value] of Object.entries(rule.params)) {
    verbatim(`params.${parameter} is ${JSON.stringify(value)}; change it under rules: ${rule.id}: params in .nhi.yaml`);
  }

  heading('Facts it needs');
  paragraph('Where one of them was not seen and decides, the answer is unknown.');
  for (const fact of factsOf(rule)) verbatim(`  ${fact}`);

  heading('Fix');
  paragraph(rule.fix.summary);
  if (rule.fix.cli !== undefined) verbatim(`\nCommand line:\n${indent(rule.fix.cli)}`);
  if (rule.fix.terraform !== undefined) verbatim(`\nTerraform:\n${indent(rule.fix.terraform)}`);

  heading('Maps to');
  for (const { framework, id, title, url, agentOnly } of rule.frameworks) {
    verbatim(
      `${id}${id.endsWith(title) ? '' : ` ${title}`} (${frameworkTitle(framework)})${agentOnly ? ', where an agent is bound to it' : ''}`,
    );
    if (url !== undefined) verbatim(`  ${color.dim(url)}`);
  }

  heading('Examples');
  for (const { example, got, severity, message, missing } of runExamples(rule)) {
    verbatim(`${got === 'flagged' ? `flagged, ${severity}` : got}: ${JSON.stringify(example.given[rule.subject] ?? {})}`);
    if (message !== undefined) verbatim(`  says: ${message}`);
    if (missing !== undefined) verbatim(`  not known: ${missing.join(', ')}`);
  }
  io.out(`\n${color.dim(`Read from ${rule.file}`)}\n`);
  return 0;
}

/** The facts of all the rule's conditions with their types, in the order in which they appear. */
function factsOf(rule: Rule): readonly string[] {
  const facts = new Set<string>();
  for (const source of [rule.when, ...[...rule.escalate, ...rule.lower].map((e) => e.when)]) {
    for (const { path, question } of new Condition(source).uses.facts) {
      if (path[0] === 'params') continue;
      const found = typeOfPath(path, rule);
      if (question !== undefined)
        facts.add(`${path.join('.')}: the permission ${question.action ?? 'asked for'}${question.everywhere ? ' on every resource' : ''}`);
      else facts.add(`${path.join('.')}: ${'type' in found ? found.type : 'unknown'}`);
    }
  }
  return [...facts];
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines;
}
