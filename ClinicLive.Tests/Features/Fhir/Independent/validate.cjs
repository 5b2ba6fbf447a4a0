// Two validators of others. Reads one JSON list of resources, writes a list of what they found wrong with each.
const fs = require('fs');
const path = require('path');
const zlib = require('zlib');
const medplum = require('./medplum.cjs');
const { Fhir } = require('./fhir.cjs');

medplum.indexStructureDefinitionBundle(JSON.parse(zlib.gunzipSync(fs.readFileSync(path.join(__dirname, 'r4.json.gz')))));
const fhir = new Fhir();

function wrongByMedplum(resource) {
  try {
    return medplum.validateResource(resource).map(issue => `medplum: ${issue.details?.text ?? issue.code} ${issue.expression ?? ''}`);
  } catch (fault) {
    return [`medplum: ${fault.message}`];
  }
}

// What it only warns of, such as a property that it does not know, is wrong here too; but not that a code is missing in a value set that it says it has not got.
function wrongByFhir(resource) {
  const { messages } = fhir.validate(resource, { errorOnUnexpected: true });
  const withoutSet = new Set(messages.filter(m => m.severity === 'info' && m.message.endsWith('could not be found.')).map(m => m.location));
  return messages.filter(m => m.severity !== 'info' && !(m.severity === 'warning' && withoutSet.has(m.location) && m.message.endsWith('not found in value set')))
    .map(m => `fhir: ${m.location}: ${m.message}`);
}

const resources = JSON.parse(fs.readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(resources.map(r => [...wrongByMedplum(r), ...wrongByFhir(r)])));
