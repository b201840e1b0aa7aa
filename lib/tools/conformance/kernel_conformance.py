"""Jupyter's own kernel tests, with samples in TypeScript.

Two tests are left out: the kernel has no pager and no `clear_output`.
"""

import unittest

import jupyter_kernel_test


class TypeScriptKernel(jupyter_kernel_test.KernelTests):
    kernel_name = "tslab"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = 'console.log("hello, world");'
    code_stderr = 'console.error("to the other stream");'
    completion_samples = [
        {"text": "Math.cb", "matches": {"cbrt"}},
        {"text": '"😀"; structuredC', "matches": {"structuredClone"}},
    ]
    complete_code_samples = ["1 + 1", "const a = 1;", "/* a */", "`a\nb`"]
    incomplete_code_samples = ["for (;;) {", "`open", "/* open", "1 +", "f("]
    invalid_code_samples = ["const = 5;", "1 2", "}"]
    code_generate_error = 'throw new Error("no");'
    code_execute_result = [
        {"code": "12 * 2", "result": "24"},
        {"code": "1 + 2 + 39", "result": "42"},
        {"code": "1n << 2n", "result": "4n"},
        {"code": "12 * 2 + 'x'", "result": "24x"},
    ]
    code_display_data = [
        {
            "code": 'import { show } from "tinyllm"; show({ "text/html": "<b>x</b>" });',
            "mime": "text/html",
        }
    ]
    code_history_pattern = "12 ? 2"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "structuredClone"


if __name__ == "__main__":
    unittest.main(verbosity=2)
