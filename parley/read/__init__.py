"""Files and pages in; documents, and a reason for each input that was not kept, out."""
