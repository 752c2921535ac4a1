#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace lotse::reporting {

// Reads the parts of a workbook back from the file at `path`. libxlsxwriter writes them to
// temporary files and checks no write, so that a full disk may leave a part cut off, or with a
// hole, in an archive that is whole.
//
// DataLoss with the name of the part, unless each is XML that ends with its root, the texts are as
// many as they say, and the sheets have as many cells as `cells`, in their order.
absl::Status CheckWorkbookParts(const std::string& path, const std::vector<int>& cells);

}  // namespace lotse::reporting
