// Two calendar programs of others. Reads one iCalendar file, writes what each of the two made of it.
const fs = require('fs');
const ICAL = require('./ical.js.cjs');
const nodeIcal = require('./node-ical.cjs');

const text = fs.readFileSync(0, 'utf8');

function byIcalJs() {
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  return calendar.getAllSubcomponents('vevent').map(component => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid, start: event.startDate.toJSDate().toISOString(), end: event.endDate.toJSDate().toISOString(), summary: event.summary, location: event.location,
      sequence: Number(event.sequence), status: component.getFirstPropertyValue('status'), zone: event.startDate.zone.tzid,
    };
  });
}

const byNodeIcal = () => Object.values(nodeIcal.sync.parseICS(text)).filter(e => e.type === 'VEVENT').map(e => ({
  uid: e.uid, start: e.start.toISOString(), end: e.end.toISOString(), summary: e.summary, location: e.location, sequence: Number(e.sequence), status: e.status, zone: e.start.tz,
}));

process.stdout.write(JSON.stringify({ icalJs: byIcalJs(), nodeIcal: byNodeIcal() }));
