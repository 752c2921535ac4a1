// lotse store references: what a store refers to in another one and is not there.
#include <google/protobuf/message.h>

#include <map>
#include <memory>

#include "absl/functional/function_ref.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cli/backup/commands.h"
#include "cli/backup/stores.h"
#include "cli/failure.h"
#include "cli/json.h"
#include "cli/store_file.h"
#include "runtime/schema/address.h"

namespace lotse::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// A store with the names of its resources, and whether each is deleted.
struct OpenStore {
  std::string service;
  std::unique_ptr<StoreFile> file;
  std::map<std::string, bool> names;
};

// A name of another store that leads to nothing.
struct Dangling {
  std::string service, resource, field, target, target_service;
  bool deleted = false;  // Else it is not there at all.
};

absl::StatusOr<std::vector<OpenStore>> OpenStores(const std::vector<StorePlace>& places) {
  std::vector<OpenStore> stores;
  for (const StorePlace& place : places) {
    auto file = StoreFile::Open(place.folder);
    if (!file.ok()) return file.status();
    OpenStore store{place.service, *std::move(file), {}};
    const absl::Status read = store.file->Read([&](sql::Connection&) {
      return store.file->ForEach(nullptr, [&](StoredResource stored) {
        store.names[stored.name] = stored.deleted != 0;
        return absl::OkStatus();
      });
    });
    if (!read.ok()) return read;
    stores.push_back(std::move(store));
  }
  return stores;
}

// Gives each text of a message that is set, with the path of its field.
void ForEachText(const Message& message, const std::string& path,
                 absl::FunctionRef<void(const std::string& field, const std::string& text)> take) {
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string name = absl::StrCat(path, path.empty() ? "" : ".", field->name());
    const int count = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      const bool one = !field->is_repeated();
      if (field->type() == FieldDescriptor::TYPE_STRING) {
        take(name, one ? reflection->GetString(message, field)
                       : reflection->GetRepeatedString(message, field, i));
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        ForEachText(one ? reflection->GetMessage(message, field)
                        : reflection->GetRepeatedMessage(message, field, i),
                    name, take);
      }
    }
  }
}

// What a resource names in other stores: the owner below which it lies, and each text that is a
// name as another service gives them. The services know no more of one another, so no annotation
// says which fields these are. A name that this service gives too, such as that of a file, is its
// own.
std::vector<Dangling> NamedBy(const OpenStore& store, const std::vector<OpenStore>& stores,
                              const StoredResource& stored) {
  std::vector<Dangling> named;
  const std::string owner(schema::OwnerOf(stored.name));
  // Reference data belong to nobody.
  if (owner != stored.name && absl::StrContains(owner, '/')) {
    named.push_back({store.service, stored.name, "name", owner, "engagement"});
  }
  ForEachText(*stored.message, "", [&](const std::string& field, const std::string& text) {
    if (schema::OwnerOf(text).empty() || store.file->schema().KindOfName(text) != nullptr) return;
    for (const OpenStore& other : stores) {
      if (other.file->schema().KindOfName(text) == nullptr) continue;
      named.push_back({store.service, stored.name, field, text, other.service});
    }
  });
  return named;
}

absl::StatusOr<std::vector<Dangling>> FindDangling(const std::vector<OpenStore>& stores) {
  std::map<absl::string_view, const OpenStore*> by_service;
  for (const OpenStore& store : stores) by_service[store.service] = &store;
  std::vector<Dangling> dangling;
  for (const OpenStore& store : stores) {
    const auto look = [&](StoredResource stored) {
      if (stored.deleted != 0) return absl::OkStatus();
      for (Dangling& named : NamedBy(store, stores, stored)) {
        const auto other = by_service.find(named.target_service);
        if (other == by_service.end() || other->second == &store) continue;
        const auto target = other->second->names.find(named.target);
        named.deleted = target != other->second->names.end();
        if (!named.deleted || target->second) dangling.push_back(named);
      }
      return absl::OkStatus();
    };
    const absl::Status read =
        store.file->Read([&](sql::Connection&) { return store.file->ForEach(nullptr, look); });
    if (!read.ok()) return read;
  }
  return dangling;
}

}  // namespace

absl::Status RunStoreReferences(const Invocation& invocation) {
  const std::string data = invocation.args.Get("data");
  if (data.empty()) return UsageError("give --data=DIR, the folder that has the stores");
  const auto places = StoresOf(invocation.args, data);
  if (!places.ok()) return places.status();
  const auto stores = OpenStores(*places);
  if (!stores.ok()) return stores.status();
  const auto dangling = FindDangling(*stores);
  if (!dangling.ok()) return dangling.status();
  std::ostream& out = invocation.environment.out;
  for (const Dangling& each : *dangling) {
    const char* state = each.deleted ? "deleted" : "not there";
    if (invocation.settings.json) {
      out << JsonObject()
                 .Add("service", each.service)
                 .Add("resource", each.resource)
                 .Add("field", each.field)
                 .Add("target", each.target)
                 .Add("deleted", each.deleted)
                 .str()
          << "\n";
    } else {
      out << each.resource << ": " << each.field << " names " << each.target << ", which is "
          << state << " in " << each.target_service << "\n";
    }
  }
  if (!invocation.settings.json) out << dangling->size() << " references lead to nothing\n";
  return absl::OkStatus();
}

}  // namespace lotse::cli
