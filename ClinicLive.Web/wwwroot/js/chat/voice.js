// Voice messages: recorded here with the length on screen, heard again before nobody, sent as a file like any other.
const kinds = [['audio/webm;codecs=opus', 'webm'], ['audio/ogg;codecs=opus', 'ogg'], ['audio/mp4', 'm4a']];
const longest = 600;

export class Voice {
  constructor(room) {
    this.room = room;
    this.button = room.section.querySelector('[data-voice]');
    this.bar = room.section.querySelector('[data-recording]');
    this.clock = room.section.querySelector('[data-recorded]');
    const kind = window.MediaRecorder && kinds.find(([type]) => MediaRecorder.isTypeSupported(type));
    if (!kind || !navigator.mediaDevices) return;
    [this.type, this.extension] = kind;
    this.button.hidden = false;
    room.on(this.button, 'click', () => this.begin());
    room.on(room.section.querySelector('[data-voice-send]'), 'click', () => this.finish(true));
    room.on(room.section.querySelector('[data-voice-stop]'), 'click', () => this.finish(false));
  }

  end() {
    this.isOver = true;
    this.finish(false);
  }

  async begin() {
    if (this.recorder || this.isAsking) return;
    this.isAsking = true;
    this.room.composer.problem(null);
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      return this.room.composer.problem('The microphone cannot be used. Please allow it in the browser.');
    } finally {
      this.isAsking = false;
    }
    if (this.isOver) return this.stream.getTracks().forEach(track => track.stop()); // the room went while the browser asked
    const pieces = [];
    const recorder = this.recorder = new MediaRecorder(this.stream, { mimeType: this.type });
    recorder.ondataavailable = event => { if (event.data.size) pieces.push(event.data); };
    recorder.onstop = () => { if (recorder.seconds) this.onStop(pieces, recorder.seconds); };
    recorder.start(1000);
    this.since = performance.now();
    this.bar.hidden = false;
    this.tick();
    this.timer = setInterval(() => this.tick(), 250);
    this.room.section.querySelector('[data-voice-send]').focus();
  }

  get seconds() { return Math.max(1, Math.round((performance.now() - this.since) / 1000)); }

  tick() {
    const seconds = Math.floor((performance.now() - this.since) / 1000);
    this.clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    if (seconds >= longest) this.finish(true);
  }

  finish(isSent) {
    if (!this.recorder) return;
    if (isSent) this.recorder.seconds = Math.min(this.seconds, longest);
    clearInterval(this.timer);
    this.recorder.stop();
    this.recorder = null;
    for (const track of this.stream.getTracks()) track.stop();
    this.bar.hidden = true;
    this.clock.textContent = '0:00';
  }

  onStop(pieces, seconds) {
    if (!pieces.length) return this.room.composer.problem('Nothing was recorded. Please try again, a little longer.');
    const file = new File(pieces, `Voice message.${this.extension}`, { type: this.type.split(';')[0] });
    this.room.uploads.send(file, { seconds, onKept: entry => {
      this.room.uploads.drop(entry);
      this.room.outbox.post('', [{ id: entry.id, name: entry.name, size: entry.size }]); // alone: what is being typed meanwhile is not finished
    } });
  }
}
