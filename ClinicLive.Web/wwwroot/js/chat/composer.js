// What is being written: keys, drafts, the length, changing a message.
const most = 60000; // UTF-16 units, as the clinic takes them (MessageText.UnitLimit); more would not even get through the line
const tooLong = 'This is too long for a message, and it is not kept when you leave. Please shorten it, or send it as a file.';

export class Composer {
  constructor(room) {
    this.room = room;
    this.section = room.section;
    this.text = room.section.querySelector('[data-composer]');
    this.editing = null;
    room.on(this.text, 'keydown', event => this.onKey(event));
    room.on(this.text, 'input', () => {
      this.problem(this.isTooLong ? tooLong : null); // what was wrong before is being mended
      this.onInput();
    });
    room.on(this.text, 'blur', () => this.keepDraftNow()); // what comes next may be leaving
    this.grow();
  }

  end() { this.keepDraftNow(); }

  focus() { this.text.focus({ preventScroll: true }); }

  // What a page that goes leaves behind in the field.
  get draft() {
    const words = this.editing ? this.beforeEdit ?? '' : this.text.value;
    return words.length > most ? null : words;
  }

  get isTooLong() { return this.text.value.length > most; }

  onKey(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      this.submit();
    } else if (event.key === 'Escape' && this.editing) {
      event.stopPropagation();
      this.cancelEdit();
    }
  }

  onInput() {
    this.grow();
    this.count();
    const now = Date.now();
    if (this.text.value && now - (this.typed ?? 0) > 2500) {
      this.typed = now;
      this.room.ask('TypingAsync');
    }
    if (this.editing) return;
    clearTimeout(this.draftSoon);
    this.draftSoon = setTimeout(() => this.keepDraftNow(), 300);
    this.draftIsOld = true;
  }

  // What could not be kept stays old: it is kept when there is a way again, or handed over when the page goes.
  async keepDraftNow() {
    clearTimeout(this.draftSoon);
    if (!this.draftIsOld || this.editing || this.isTooLong) return;
    this.draftIsOld = false;
    if (!await this.room.keepDraft(this.text.value)) this.draftIsOld = true;
  }

  grow() {
    this.text.style.height = 'auto';
    this.text.style.height = `${Math.min(this.text.scrollHeight + 2, 180)}px`;
  }

  count() {
    const counter = this.section.querySelector('[data-count]');
    const long = this.text.value.length > 3500;
    counter.hidden = !long;
    if (!long) return;
    const length = window.Intl?.Segmenter && !this.isTooLong ? [...new Intl.Segmenter().segment(this.text.value)].length : this.text.value.length;
    counter.textContent = `${length.toLocaleString('en')} of 4,000`;
    counter.dataset.level = length > 4000 ? 'late' : 'fine';
  }

  insert(words) {
    const [from, to] = [this.text.selectionStart, this.text.selectionEnd];
    this.text.setRangeText(words, from, to, 'end');
    const gap = this.text.value.indexOf('___', from); // what a quick reply could not fill in is the next to be typed
    this.onInput();
    this.text.focus();
    if (gap >= 0 && gap < from + words.length) this.text.setSelectionRange(gap, gap + 3);
  }

  edit(id, version, body) {
    this.keepDraftNow();
    if (!this.editing) this.beforeEdit = this.text.value; // from one edit to another, what was being typed is still the same
    this.editing = { id, version };
    this.section.querySelector('[data-editing]').hidden = false;
    this.text.value = body;
    this.grow();
    this.text.focus();
  }

  cancelEdit() {
    this.editing = null;
    this.section.querySelector('[data-editing]').hidden = true;
    this.text.value = this.beforeEdit ?? '';
    this.problem(null);
    this.grow();
    this.text.focus();
  }

  problem(sentence) {
    const place = this.section.querySelector('[data-problem]');
    place.hidden = !sentence;
    place.textContent = sentence ?? '';
  }

  // A message that was refused comes back into an empty field; false when something else is being typed.
  takeBack({ body, files }, sentence) {
    if (this.text.value) return false;
    this.text.value = body;
    this.room.uploads.giveBack(files);
    this.problem(sentence);
    this.onInput();
    this.text.focus();
    return true;
  }

  async submit() {
    const body = this.text.value;
    if (this.isTooLong) return this.problem(tooLong);
    if (!this.editing && this.room.uploads.areComing) return this.problem('A file is still on its way. It can be sent when it has arrived, or be taken out.');
    const files = this.editing ? [] : this.room.uploads.take();
    if (!body.trim() && !files.length) return;
    this.problem(null);
    if (this.editing) {
      const answer = await this.room.answer('EditAsync', this.editing.id, this.editing.version, body);
      if (answer?.problem) this.problem(answer.problem);
      else if (answer) this.cancelEdit();
      else this.problem('The change could not be saved just now. Your text is kept.');
      return;
    }
    clearTimeout(this.draftSoon);
    this.draftIsOld = !this.room.isLive; // the circuit forgets the draft with the message; by any other way it is told
    this.typed = 0;
    this.text.value = '';
    this.keepDraftNow();
    this.grow();
    this.count();
    this.room.outbox.post(body.trim() ? body : '', files);
    this.room.reading.stick();
  }
}
