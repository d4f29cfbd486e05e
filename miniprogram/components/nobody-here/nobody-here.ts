// Stands where a page has nobody to show: says so, and leads to where one signs in.

Component({
  properties: {
    text: { type: String, value: '' },
    label: { type: String, value: '' },
  },
  methods: {
    onHome() { this.triggerEvent('home'); },
  },
});
