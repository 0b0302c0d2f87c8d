throw new Error('It crashes at once.');
