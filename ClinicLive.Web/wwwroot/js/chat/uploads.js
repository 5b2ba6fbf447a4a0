// Files on their way into a conversation: picked, dropped or pasted, each with its progress and a way back. They go by requests of
// their own, so that a large one never stands in the way of messages; what they are is judged by the clinic.
import { newId } from './ids.js';

const smallSide = 480, most = 10, sizeLimit = 20 * 1024 * 1024;

export function sizeOf(bytes) {
  return bytes < 1000 ? `${bytes} B` : bytes < 1e6 ? `${Math.round(bytes / 1000)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

export class Uploads {
  constructor(room, unsent) {
    this.room = room;
    this.place = room.section.querySelector('[data-files]');
    this.picker = room.section.querySelector('[data-picker]');
    this.entries = [];
    this.depth = 0;
    room.on(this.picker, 'change', () => {
      this.takeAll(this.picker.files);
      this.picker.value = '';
    });
    room.on(room.section, 'paste', event => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (!files.length) return;
      event.preventDefault();
      this.takeAll(files);
    });
    const carriesFiles = event => [...(event.dataTransfer?.types ?? [])].includes('Files');
    room.on(room.section, 'dragenter', event => { if (carriesFiles(event)) this.drag(1); });
    room.on(room.section, 'dragleave', event => { if (carriesFiles(event)) this.drag(-1); });
    room.on(room.section, 'dragover', event => { if (carriesFiles(event)) event.preventDefault(); });
    room.on(room.section, 'drop', event => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      this.depth = 0;
      this.drag(0);
      this.takeAll(event.dataTransfer.files);
    });
    for (const file of unsent ?? []) this.show({ id: file.id, name: file.name, size: file.size, state: 'kept' });
  }

  // The room goes: a voice message that was sent arrives all the same, everything else waits for nobody.
  end() {
    for (const entry of this.entries.filter(e => e.state === 'coming' && !e.onKept)) {
      clearTimeout(entry.again);
      entry.request?.abort();
      entry.state = 'gone';
    }
  }

  drag(change) {
    this.depth = Math.max(0, this.depth + change);
    if (this.depth) this.room.section.dataset.drops = 'true'; else delete this.room.section.dataset.drops;
  }

  get areComing() { return this.entries.some(e => e.state === 'coming'); }

  // What leaves with the next message.
  take() {
    const taken = this.entries.filter(e => e.state === 'kept');
    for (const entry of taken) this.drop(entry);
    return taken.map(({ id, name, size }) => ({ id, name, size }));
  }

  // A message that was refused gives its files back.
  giveBack(files) { for (const file of files) this.show({ ...file, state: 'kept' }); }

  takeAll(files) {
    for (const file of files) {
      if (this.entries.length >= most) return this.room.composer.problem(`At most ${most} files go with one message.`);
      this.send(file, {});
    }
  }

  async send(file, { seconds, onKept }) {
    const entry = this.show({ name: file.name, size: file.size, state: 'coming', uploadId: newId(), file, seconds, onKept });
    if (file.size > sizeLimit) return this.fail(entry, 'The file is larger than 20 MB.');
    const isKnown = this.picker.accept.split(',').some(ending => file.name.toLowerCase().endsWith(ending.trim()));
    if (seconds === undefined && !isKnown) return this.fail(entry, 'Only PDF, JPG, PNG, WebP and TXT files can be sent.');
    entry.small = file.type.startsWith('image/') ? await smallPicture(file) : null;
    if (entry.state === 'coming') this.transfer(entry);
  }

  transfer(entry) {
    const form = new FormData();
    form.append('uploadId', entry.uploadId);
    if (entry.seconds !== undefined) form.append('seconds', String(entry.seconds));
    if (entry.small) form.append('thumbnail', entry.small, 'thumbnail');
    form.append('file', entry.file, entry.file.name);
    const request = new XMLHttpRequest();
    entry.request = request;
    request.open('POST', `api/chat/rooms/${this.room.id}/attachments`);
    request.setRequestHeader('RequestVerificationToken', document.querySelector('input[name="__RequestVerificationToken"]')?.value ?? '');
    request.upload.onprogress = event => { if (event.lengthComputable) entry.bar.value = event.loaded / event.total; };
    request.onload = () => this.onAnswer(entry, request);
    request.onerror = () => { // no line: the same upload again, under the same id
      entry.note.textContent = 'waiting for the line';
      entry.again = setTimeout(() => { if (entry.state === 'coming') this.transfer(entry); }, 2000);
    };
    request.send(form);
  }

  onAnswer(entry, request) {
    let answer = {};
    try { answer = JSON.parse(request.responseText); } catch { /* a page instead of an answer */ }
    if (request.status >= 200 && request.status < 300 && answer.id) {
      Object.assign(entry, { id: answer.id, name: answer.name, size: answer.size, state: 'kept' });
      this.draw(entry);
      entry.onKept?.(entry);
    } else if (request.status === 503) {
      entry.again = setTimeout(() => { if (entry.state === 'coming') this.transfer(entry); }, 2000);
    } else this.fail(entry, answer.detail ?? answer.title ?? 'The file could not be sent.');
  }

  fail(entry, sentence) {
    entry.state = 'refused';
    entry.sentence = sentence;
    this.draw(entry);
  }

  show(entry) {
    entry.item = document.createElement('li');
    entry.item.className = 'file-chip';
    this.place.append(entry.item);
    this.place.hidden = false;
    this.entries.push(entry);
    this.draw(entry);
    return entry;
  }

  draw(entry) {
    entry.item.dataset.state = entry.state;
    const name = document.createElement('bdi');
    name.textContent = entry.name;
    entry.note = document.createElement('span');
    entry.note.className = entry.state === 'refused' ? 'file-problem' : 'muted num';
    entry.note.textContent = entry.state === 'refused' ? entry.sentence : sizeOf(entry.size);
    if (entry.state === 'refused') entry.note.setAttribute('role', 'alert');
    const away = document.createElement('button');
    away.type = 'button';
    away.className = 'link';
    away.textContent = '×';
    away.setAttribute('aria-label', entry.state === 'coming' ? `Cancel ${entry.name}` : `Remove ${entry.name}`);
    away.onclick = () => this.remove(entry);
    entry.item.replaceChildren(name, entry.note);
    if (entry.state === 'coming') {
      entry.bar = document.createElement('progress');
      entry.bar.max = 1;
      entry.bar.value = 0;
      entry.bar.setAttribute('aria-label', `Sending ${entry.name}`);
      entry.item.append(entry.bar);
    }
    entry.item.append(away);
  }

  remove(entry) {
    clearTimeout(entry.again);
    if (entry.state === 'coming') entry.request?.abort();
    if (entry.state === 'kept') this.room.ask('DiscardAsync', entry.id);
    this.drop(entry);
    this.room.composer.focus();
  }

  drop(entry) {
    entry.state = 'gone';
    entry.item.remove();
    this.entries = this.entries.filter(e => e !== entry);
    this.place.hidden = !this.entries.length;
  }
}

// A small picture for the list, made here: the clinic keeps pictures and does not draw them.
async function smallPicture(file) {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, smallSide / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const paper = canvas.getContext('2d');
    paper.fillStyle = '#fff';
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise(resolve => canvas.toBlob(resolve, 'image/jpeg', 0.8));
  } catch {
    return null; // no picture that this browser can read; the clinic says what is wrong with it
  }
}
