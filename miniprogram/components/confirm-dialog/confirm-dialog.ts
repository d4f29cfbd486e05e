// Asks the person before something that ends at once; a page carries one as `#confirm`.

interface Question { title: string; content: string; confirmText: string; cancelText: string }

/** Who waits for the answer, by dialog. */
const waiting = new WeakMap<object, (yes: boolean) => void>();

Component({
  data: {
    visible: false,
    question: { title: '', content: '', confirmText: '', cancelText: '' } as Question,
    yes: { content: '', theme: 'danger' },
  },
  lifetimes: { detached() { this.answer(false); } },
  methods: {
    /** A question that is asked over another one answers that with no. */
    ask(question: Question): Promise<boolean> {
      this.answer(false);
      return new Promise((resolve) => {
        waiting.set(this, resolve);
        this.setData({ visible: true, question, yes: { content: question.confirmText, theme: 'danger' } });
      });
    },
    onYes() { this.answer(true); },
    onNo() { this.answer(false); },
    answer(yes: boolean) {
      waiting.get(this)?.(yes);
      waiting.delete(this);
      if (this.data.visible) this.setData({ visible: false });
    },
  },
});
