#!/usr/bin/env python3
"""yaml_to_json.py IN.yaml OUT.json: the same document as compact JSON."""
import json
import os
import sys

import yaml

source, target = sys.argv[1], sys.argv[2]
with open(source, encoding="utf-8") as stream:
    document = yaml.load(stream, Loader=yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader)
os.makedirs(os.path.dirname(target), exist_ok=True)
with open(target, "w", encoding="utf-8") as stream:
    json.dump(document, stream, ensure_ascii=False, separators=(",", ":"), default=str)
