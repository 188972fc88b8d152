"""What every door shares: the page frame, the language of the reader, the sentence for each refusal, the guard of closed URLs."""
