"""What is written into every bundle, so that a stranger can check it with no program of ours."""

VERIFY = """How to check this bundle

With the program: junction verify BUNDLE.zip   (no database is needed)
  junction verify BUNDLE.zip --head HASH       compares with a head that was published elsewhere
  junction verify BUNDLE.zip --key KEY         compares with the public key of the house that made it

By hand, unpacked, with ordinary tools:

1. sha256sum -c manifest-sha256.txt && sha256sum -c tagmanifest-sha256.txt
   says which file was changed. (This is a BagIt bag, RFC 8493; any BagIt program can check it too.)
2. chain.tsv has a row for each line of each file beside the manifests, seal.json and itself, files by name:
   hash so far, SHA-256 of the line without its line end, number of the line, file. What lies in
   data/originals is one row for the whole file. The hash so far is SHA-256 over the 32 bytes before it
   (zeros at the beginning) and the text "FILE\\nNUMBER\\nSHA-256 OF THE LINE\\n".
   The first row that does not fit names the line that was changed, removed or added.
3. The last hash is the head. seal.json bears it with an Ed25519 signature over the text
   "junction bundle 1\\nROWS\\nHEAD\\nMOMENT".
4. audit.jsonl has the lines of the log about these documents. The hash of a line is SHA-256 over the 32 bytes
   of its previous_hash and the JSON list [id, at, by, verb, subject, detail, why, playbook], with no blanks.
   Where "withheld" stands, the words of a line are withheld and its link alone is here.
   checkpoint.json is the signed end of the whole log when the bundle was made, over
   "POSITION\\nHASH\\nMOMENT".

What this can and cannot show

Whoever changes the bundle and not chain.tsv is found by step 2; whoever changes both is found by step 3,
since only the house that made it can sign. Whoever makes everything anew and signs with a key of their own
can be found only by what you hold from elsewhere: the head, or the public key, as the house published it.
The lines of the log between those shown here are not in the bundle, so it cannot show by itself that no other
line about these documents was left out; the house can, by disclosing the log up to the checkpoint.
"""
