# ronda_room(PATH [ROOMS rooms…] [LIBS libraries…])
#   One library per folder of the house. The target is ronda_<name>, where <name> is the path without "shared/" and with
#   "-" for "/". Every .cpp below the folder belongs to it. A folder without a .cpp is an interface target.
# ronda_program(NAME PATH [TOP_ONLY] [ROOMS …] [LIBS …])
#   The same for an executable; TOP_ONLY takes just the files of the folder itself.

set(RONDA_WARNINGS -Wall -Wextra -Wconversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Werror)

function(ronda_target_name path out)
  string(REGEX REPLACE "^shared/" "" name "${path}")
  string(REPLACE "/" "-" name "${name}")
  set(${out} "${name}" PARENT_SCOPE)
endfunction()

function(ronda_link target scope rooms libs)
  target_include_directories(${target} ${scope} ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/generated)
  foreach(room ${rooms})
    target_link_libraries(${target} ${scope} ronda_${room})
  endforeach()
  target_link_libraries(${target} ${scope} ${libs})
endfunction()

function(ronda_room path)
  cmake_parse_arguments(ARG "" "" "ROOMS;LIBS" ${ARGN})
  ronda_target_name(${path} name)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${path}/*.cpp)
  file(GLOB_RECURSE migrations CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${path}/*.sql)
  if(sources)
    add_library(ronda_${name} STATIC ${sources})
    target_compile_options(ronda_${name} PRIVATE ${RONDA_WARNINGS})
    ronda_link(ronda_${name} PUBLIC "${ARG_ROOMS}" "${ARG_LIBS}")
    if(migrations)
      ronda_embed(ronda_${name} ${name} ${migrations})
    endif()
  else()
    add_library(ronda_${name} INTERFACE)
    ronda_link(ronda_${name} INTERFACE "${ARG_ROOMS}" "${ARG_LIBS}")
  endif()
endfunction()

function(ronda_program target path)
  cmake_parse_arguments(ARG "TOP_ONLY" "" "ROOMS;LIBS" ${ARGN})
  if(ARG_TOP_ONLY)
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${path}/*.cpp)
  else()
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${path}/*.cpp)
  endif()
  if(NOT sources)
    message(STATUS "${target}: no sources yet")
    return()
  endif()
  add_executable(${target} ${sources})
  target_compile_options(${target} PRIVATE ${RONDA_WARNINGS})
  target_compile_definitions(${target} PRIVATE RONDA_VERSION="${PROJECT_VERSION}")
  ronda_link(${target} PRIVATE "${ARG_ROOMS}" "${ARG_LIBS}")
endfunction()

# ronda_embed(TARGET NAME files…): makes generated/embedded/<NAME>.hpp with
#   `namespace ronda::embedded::<NAME with _> { inline constexpr EmbeddedFile files[] = {{"file name", "content"}, …}; }`
# so that migrations and data travel inside the binary.
function(ronda_embed target name)
  set(out ${CMAKE_BINARY_DIR}/generated/embedded/${name}.hpp)
  add_custom_command(
    OUTPUT ${out}
    COMMAND python3 ${CMAKE_SOURCE_DIR}/scripts/cmake/embed.py ${out} ${name} ${ARGN}
    DEPENDS ${ARGN} ${CMAKE_SOURCE_DIR}/scripts/cmake/embed.py
    VERBATIM)
  target_sources(${target} PRIVATE ${out})
endfunction()
