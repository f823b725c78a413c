import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { reporter as cyclonedx } from '../../src/reporters/cyclonedx.ts';
import { reporter as junit } from '../../src/reporters/junit.ts';
import { reporter as ocsf } from '../../src/reporters/ocsf.ts';
import { reporter as opengraph } from '../../src/reporters/opengraph.ts';
import type { Report } from '../../src/reporters/report.ts';
import type { Reporter } from '../../src/reporters/reporter.ts';
import { expectGolden } from './golden.ts';
import { hostileName, quietReport, sampleReport, withEveryString } from './sample-report.ts';

/** Formats with a schema of somebody else. */

const render = (reporter: Reporter, report: Report): string => [...reporter.render(report, { color: false })].join('');
const readJson = (file: string): object => JSON.parse(readFileSync(file, 'utf8')) as object;
const own = (name: string): object => readJson(new URL(`./schemas/${name}`, import.meta.url).pathname);

const hostile = withEveryString(sampleReport, (text) => `${text}${hostileName}`);
const reports: readonly (readonly [string, Report])[] = [
  ['the sample', sampleReport],
  ['a quiet scan', quietReport],
  ['hostile names', hostile],
];

describe('cyclonedx', () => {
  const folder = join(dirname(createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json')), 'res/schema');
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
  addFormats.default(ajv);
  // Formats for internationalised names, which ajv-formats does not have.
  for (const format of ['iri-reference', 'idn-email']) ajv.addFormat(format, true);
  for (const part of ['spdx.SNAPSHOT.schema.json', 'jsf-0.82.SNAPSHOT.schema.json']) {
    ajv.addSchema({ ...readJson(join(folder, part)), $id: `http://cyclonedx.org/schema/${part}` });
  }
  const validate = ajv.compile(readJson(join(folder, 'bom-1.6.SNAPSHOT.schema.json')));

  test.each(reports)('%s follows the schema', (_, report) => {
    validate(JSON.parse(render(cyclonedx, report)));
    expect(validate.errors ?? []).toEqual([]);
  });

  test('renders the sample', () => expectGolden('cyclonedx.json', render(cyclonedx, sampleReport)));

  test('names every dependency in the bill, and has one number for one report', () => {
    const bill = JSON.parse(render(cyclonedx, sampleReport)) as {
      serialNumber: string;
      services: { 'bom-ref': string }[];
      components: { 'bom-ref': string }[];
      dependencies: { ref: string; dependsOn: string[] }[];
    };
    const refs = new Set([...bill.services, ...bill.components].map((s) => s['bom-ref']));
    for (const { ref, dependsOn } of bill.dependencies) for (const id of [ref, ...dependsOn]) expect(refs).toContain(id);
    expect(render(cyclonedx, sampleReport)).toContain(bill.serialNumber);
    expect(render(cyclonedx, quietReport)).not.toContain(bill.serialNumber);
  });
});

describe('ocsf', () => {
  const validate = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true }).compile(
    own('ocsf-detection-finding.schema.json'),
  );
  const lines = (report: Report): unknown[] =>
    render(ocsf, report)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as unknown);

  test.each(reports)('%s follows the class', (_, report) => {
    for (const line of lines(report)) {
      validate(line);
      expect(validate.errors ?? []).toEqual([]);
    }
  });

  test('renders the sample', () => expectGolden('ocsf.ndjson', render(ocsf, sampleReport)));

  test('tells what is new, what goes on, what is waived and what is gone', () => {
    const found = lines(sampleReport) as { activity_id: number; status_id: number; type_uid: number }[];
    expect(found.filter((f) => f.activity_id === 1 && f.status_id === 1)).toHaveLength(1);
    expect(found.filter((f) => f.status_id === 3)).toHaveLength(1);
    expect(found.filter((f) => f.activity_id === 3 && f.status_id === 4)).toHaveLength(1);
    for (const { type_uid, activity_id } of found) expect(type_uid).toBe(200_400 + activity_id);
  });
});

describe('junit', () => {
  const schema = readFileSync(new URL('./schemas/junit.xsd', import.meta.url), 'utf8');
  const problemsOf = async (contents: string): Promise<unknown> =>
    (await validateXML({ xml: [{ fileName: 'junit.xml', contents }], schema: [schema] })).errors.map((e) => e.message);

  test.each(reports)('%s follows the schema', async (_, report) => {
    expect(await problemsOf(render(junit, report))).toEqual([]);
  });

  test('what does not is told', async () => {
    expect(await problemsOf('<testsuites><testsuite tests="x"/></testsuites>')).not.toEqual([]);
  });
});

describe('opengraph', () => {
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(own('opengraph.schema.json'));

  test.each(reports)('%s follows the schema', (_, report) => {
    validate(JSON.parse(render(opengraph, report)));
    expect(validate.errors ?? []).toEqual([]);
  });

  test('renders the sample', () => expectGolden('opengraph.json', render(opengraph, sampleReport)));

  test('has a node for both ends of every edge', () => {
    const { graph } = JSON.parse(render(opengraph, sampleReport)) as {
      graph: { nodes: { id: string }[]; edges: { start: { value: string }; end: { value: string } }[] };
    };
    const ids = new Set(graph.nodes.map((n) => n.id));
    expect(ids.size).toBe(graph.nodes.length);
    for (const { start, end } of graph.edges) expect(ids.has(start.value) && ids.has(end.value)).toBe(true);
  });
});
