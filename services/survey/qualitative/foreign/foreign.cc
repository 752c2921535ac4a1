#include "services/survey/qualitative/foreign/foreign.h"

#include "absl/strings/str_cat.h"

namespace lotse::survey::qualitative {

std::string KeyOf(absl::string_view coder, absl::string_view guid) {
  return absl::StrCat(coder, "/", guid);
}

std::string KeyOf(const ForeignThing& thing) { return KeyOf(thing.coder, thing.guid); }

bool SayTheSame(const ForeignTie& one, const ForeignTie& other) {
  return one.role == other.role && one.place == other.place && one.type == other.type &&
         one.value == other.value;
}

size_t BytesOf(const ForeignThing& thing) {
  size_t bytes = thing.name.size() + thing.description.size();
  for (const ForeignTie& tie : thing.ties) bytes += tie.value.size();
  return bytes;
}

}  // namespace lotse::survey::qualitative
