#pragma once

#include <string>
#include <vector>

// In which order rows are taken in: what is referred to comes before what refers.
namespace lotse::engagement {

// What is known of a row beforehand.
struct RowLinks {
  std::string name;
  // Names that it refers to, its parent too. What is no row does not count.
  std::vector<std::string> needs;
};

// The rows by their positions, in groups. Rows of a group refer to one another in a circle
// and come in together or not at all; what a group needs is in groups before it. Rows that
// do not depend on one another keep their order; of rows with the same name the others need
// the first.
std::vector<std::vector<int>> OrderRows(const std::vector<RowLinks>& rows);

}  // namespace lotse::engagement
